"""Random programs: each is refused with an error of gradgen's, or its derivative is right."""
