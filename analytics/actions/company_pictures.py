"""Pictures and files of the invented company, drawn here: faces of some people, and what lies beside a few posts."""

import datetime as dt
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from microblog.actions.files import attach_files, set_picture, upload_file
from microblog.models import Kind, Post, User

FACES = 12
PICTURES = 6
HUES = ("#2A6F6A", "#B5532B", "#4A5FA5", "#8A6D1F", "#7A3E6E", "#3F7A3A")
SHEET = "Dato;Port;Ventetid i minutter\n2026-11-16;4;12\n2026-11-17;4;31\n2026-11-18;2;9\n"


def draw_pictures(now: dt.datetime) -> None:
    """Give the first people of the list a face, and the latest posts with a picture's worth of words a picture."""
    for person in User.objects.filter(is_service=False).order_by("pk")[:FACES]:
        set_picture(person=person, file=SimpleUploadedFile("portrett.png", face(person.pk)))
    posts = Post.objects.live().roots().filter(kind=Kind.UPDATE).select_related("author")
    for post in posts.order_by("-pk")[:PICTURES]:
        add_file(post, "port.png", port(post.pk), "En port med en bil foran", now)
    for post in posts.order_by("-pk")[PICTURES : PICTURES + 2]:
        add_file(post, "ventetid.csv", SHEET.encode(), "", now)


def add_file(post: Post, name: str, content: bytes, description: str, now: dt.datetime) -> None:
    file = SimpleUploadedFile(name, content)
    taken = upload_file(owner=post.author, file=file, description=description, now=now)
    attach_files(author=post.author, media=[taken.pk], post=post)


def face(number: int) -> bytes:
    """Return a head and shoulders in two colours."""
    picture = Image.new("RGB", (200, 200), HUES[number % len(HUES)])
    pen = ImageDraw.Draw(picture)
    skin = ("#F2D3B5", "#C99B75", "#8D5F43", "#E7B98F")[number % 4]
    pen.ellipse((40, 130, 160, 290), fill=HUES[(number + 3) % len(HUES)])
    pen.ellipse((65, 45, 135, 140), fill=skin)
    return as_png(picture)


def port(number: int) -> bytes:
    """Return a gate of the terminal with a lorry before it."""
    picture = Image.new("RGB", (960, 540), "#C9D6D2")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 420, 960, 540), fill="#5D6B68")
    pen.rectangle((560, 120, 840, 420), fill="#EEF2F0", outline="#3B4A47", width=8)
    pen.rectangle((150, 230, 480, 400), fill=HUES[number % len(HUES)])
    pen.rectangle((480, 290, 580, 400), fill="#33413E")
    for left in (200, 380, 500):
        pen.ellipse((left, 370, left + 60, 430), fill="#1E2725")
    return as_png(picture)


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
