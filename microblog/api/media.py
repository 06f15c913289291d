"""Files: uploaded, described, read; and the pictures of people."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from microblog.actions.files import describe_file, drop_file, remove_picture, set_picture, upload_file
from microblog.api import shapes
from microblog.api.me import Me
from microblog.api.objects import Object, media_object
from microblog.api.parsers import StrictJSONParser
from microblog.api.resource import Made, Resource
from microblog.api.serializers import MediaEditIn, MediaIn, MediaQuery, PictureIn
from microblog.downloads import send
from microblog.media import PICTURE_TYPE
from microblog.models import Attachment
from microblog.queries.files import face_download, file_download, readable_file

FILE_FIELDS = ("name", "description", "content_type", "size", "width", "height")


class Media(Resource):
    """`/media`"""

    scope = "posts"
    parser_classes = [MultiPartParser]
    takes = {"POST": MediaIn}
    shows = shapes.Media

    def post(self, request: Request) -> Made:
        file = upload_file(owner=self.viewer, now=timezone.now(), **self.sent)
        file.refresh_from_db()
        return Made(shown_file(file), f"media/{file.pk}")


class OneMedia(Resource):
    """`/media/:id`"""

    scope = "posts"
    takes = {"PATCH": MediaEditIn}
    shows = shapes.Media

    def found(self, id: int) -> Attachment:
        return readable_file(viewer=self.viewer, key=id)

    def shown(self, row: Attachment) -> Object:
        return shown_file(row)

    def get(self, request: Request, id: int) -> Object:
        return self.shown(self.found(id))

    def patch(self, request: Request, id: int) -> Object:
        describe_file(actor=self.viewer, file=self.found(id), **self.sent)
        return self.shown(self.found(id))

    def delete(self, request: Request, id: int) -> None:
        drop_file(actor=self.viewer, file=self.found(id))


class MediaContent(Resource):
    """`/media/:id/content`"""

    scope = "posts"
    asks = {"GET": MediaQuery}

    def get(self, request: Request, id: int) -> HttpResponseBase:
        file = readable_file(viewer=self.viewer, key=id)
        return send(request._request, file_download(file, is_small=self.asked["size"] == "small"))


class PersonPicture(Resource):
    """`/pictures/:name`: how a person looks, under an address that changes with the picture."""

    scope = "people"
    asks = {"GET": MediaQuery}
    serves = PICTURE_TYPE

    def get(self, request: Request, name: str) -> HttpResponseBase:
        return send(request._request, face_download(picture=str(name), is_small=self.asked["size"] == "small"))


class MyPicture(Me):
    """`/me/picture`"""

    http_method_names = ["put", "delete"]
    parser_classes = [MultiPartParser, StrictJSONParser]
    takes = {"PUT": PictureIn}

    def put(self, request: Request) -> Object:
        set_picture(person=self.viewer, file=self.sent["file"])
        return self.shown(self.found())

    def delete(self, request: Request) -> None:
        remove_picture(person=self.viewer)


def shown_file(file: Attachment) -> Object:
    return media_object({"id": str(file.pk), **{name: getattr(file, name) for name in FILE_FIELDS}})
