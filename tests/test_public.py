"""The public surface is small, alphabetical and what it says it is."""

import subprocess
import sys

import citywright


def test_the_public_names_are_alphabetical_and_real() -> None:
    assert citywright.__all__ == sorted(citywright.__all__)
    for name in citywright.__all__:
        assert getattr(citywright, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(citywright, "no_such_name")


def test_study_stays_the_function_after_it_is_used() -> None:
    code = (
        "import citywright as cw; cw.open_city; assert callable(cw.study); print(cw.study.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "study"


def test_a_bare_import_loads_no_solver() -> None:
    code = "import citywright, sys; print('linopy' in sys.modules, 'highspy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
