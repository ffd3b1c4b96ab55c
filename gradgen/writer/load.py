"""Text to functions: compiled under a name of its own, which `linecache` knows.

Tracebacks, `inspect.getsource` and `pdb` show the lines of the generated text, and gradgen can
read the functions again.
"""

from __future__ import annotations

import hashlib
import linecache
from collections.abc import Mapping

from gradgen.reader.locate import TEXT
from gradgen.transform.program import Program
from gradgen.writer.module import module_plan

MODULE_NAME = "gradgen_generated"


def load(text: str, program: Program) -> dict[str, object]:
    """Run the text of a program's module and return its namespace."""
    return run_text(text, program.name, module_plan([program]).live)


def run_text(text: str, name: str, live: Mapping[str, object]) -> dict[str, object]:
    """Run a generated module with the objects that it cannot import."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:6]
    filename = f"<gradgen {name} {digest}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace: dict[str, object] = {"__name__": MODULE_NAME, TEXT: text, **live}
    exec(compile(text, filename, "exec", dont_inherit=True), namespace)
    return namespace
