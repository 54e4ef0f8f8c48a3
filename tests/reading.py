"""Reads our pages as a person or a browser would, and knows the words that none of them says."""

from html.parser import HTMLParser

VOID = {"meta", "img", "br", "link", "hr", "input"}
AVOIDED = (
    "diagnos", "injur", "rehab", "risk", "deficit", "abnormal", "screening", "accurate", "medical", "clinical",
    "treat", "prevent", "reliev", "pain", "patient", "therap", "symptom", "asymmetr", "return to sport", "safe",
)  # fmt: skip
"""Words that make advice on exercise into something else; the disclaimer alone may hold some."""


class Reader(HTMLParser):
    """Reads a page: text of each element, attributes, and whether every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element at {self.getpos()}"

    def handle_data(self, data):
        if self.open and self.open[-1] != "style" and data.strip():
            self.texts.append((self.open[-1], " ".join(data.replace("\N{NO-BREAK SPACE}", " ").split())))

    def all(self, tag: str) -> list[str]:
        return [text for within, text in self.texts if within == tag]

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.texts)
