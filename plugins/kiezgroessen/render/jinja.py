"""Jinja as this site needs it: the same bytes as it would give by itself, in half the time.

Why and how much: docs/decisions/jinja.md.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup


class _Code(CodeGenerator):
    """Compiles what is put out so that text is escaped in C and what is clean is taken as it is.

    A page puts out 360 values; `markupsafe.escape` looks at each of them in Python, and wraps it for nobody to see.
    What is neither text nor clean HTML is still its business.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        self.writeline("from markupsafe import _escape_inner as escape_text")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_usual(frame, finalize):
            self.write("(out if type(out := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_usual(frame, finalize):
            self.write(")) is Markup else escape_text(out) if type(out) is str else escape(out))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_usual(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
    """Whether everything is escaped, which is known beforehand, and nothing else is done to it."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


class _Context(Context):
    """Calls macros, which is what templates mostly call, without asking each which context it wants."""

    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is not Macro:
            return super().call(obj, *args, **kwargs)
        # They are for what is called with a context, and macros are not.
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return obj(*args, **kwargs)


class Quick(Environment):
    """Jinja's environment for templates and globals that nobody changes once the first template is loaded."""

    code_generator_class = _Code
    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary: through a chain of them each import took ten times as long."""
        return {**self.globals, **(d or {})}


def translating(gettext: Callable[[str], str]) -> Callable[..., Markup]:
    """The words of the interface as Jinja's »newstyle«: clean HTML, a format string always; without values kept."""
    known: dict[str, Markup] = {}

    def translated(message: str, /, **variables: object) -> Markup:
        if not variables and message in known:
            return known[message]
        word = Markup(gettext(message)) % variables  # noqa: S704 - our own words; values are escaped
        if not variables:
            known[message] = word
        return word

    return translated
