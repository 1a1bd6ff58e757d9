"""Values that go to another process or into a notebook, and come back."""

from __future__ import annotations

import pickle
from pathlib import Path

from tests.support.sites import good_site, kiez_of

from kiezgroessen.languages import Text


def test_a_record_that_was_packed_up_is_the_same(tmp_path: Path) -> None:
    """Every build after the first gets its records from a process or a notebook, and changes copies of some."""
    kiez = kiez_of(good_site(tmp_path))
    every = [kiez.businesses, kiez.actions, kiez.institutions]
    assert pickle.loads(pickle.dumps(every, 5)) == every  # noqa: S301 - our own
    record = kiez.businesses["mavi"].text.record
    again = pickle.loads(pickle.dumps(record, 5))  # noqa: S301 - our own
    assert vars(again) == vars(record)
    assert again.model_copy(update={"name": Text("Anders")}).name.value == "Anders"
    assert again == record


def test_what_is_no_longer_text_of_a_file_is_a_plain_string(tmp_path: Path) -> None:
    """A scalar keeps its language and takes twice the memory; ten thousand records have hundreds of thousands."""
    languages = kiez_of(good_site(tmp_path)).businesses["mavi"].text.record.languages
    assert {type(code) for code in languages} == {str}
