"""Makes the PDF files of the corpus from `sources/*.txt`: run once, when the corpus was written.

A plain PDF by hand: one font that every reader has (Helvetica), a text layer, pages of fixed length
with the page number at the foot. English only. `python make_pdf.py dev/weihai_marine_plan_2021`.
"""

import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).parent
LINES, WIDTH = 24, 88


def make(name: str) -> Path:
    """The PDF file of a name like `dev/something`."""
    words = (HERE / "sources" / f"{Path(name).name}.txt").read_text(encoding="ascii")
    lines = [part for line in words.splitlines() for part in textwrap.wrap(line, WIDTH) or [""]]
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, page in enumerate(pages):
        stream = _stream([*page, "", f"- {i + 1} -"])
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    target = HERE / f"{name}.pdf"
    target.write_bytes(_file(objects))
    return target


def _stream(lines: list[str]) -> str:
    shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    return "BT /F1 10 Tf 15 TL 60 780 Td\n" + "\n".join(f"({one}) Tj T*" for one in shown) + "\nET"


def _file(objects: list[str]) -> bytes:
    """Header, objects, table of their places, trailer."""
    out, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{words}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + (head + tail).encode("ascii")


if __name__ == "__main__":
    for one in sys.argv[1:]:
        make(one)
