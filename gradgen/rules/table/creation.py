"""To come with the next commit of this table."""
