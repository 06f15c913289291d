"""Posts and threads: written, read, edited, taken away, brought back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from microblog import access
from microblog.access import Invalid, NotAllowed
from microblog.actions.once import publish_once, reply_once
from microblog.actions.posts import delete_post, edit_post, restore_post
from microblog.actions.previews import remove_preview
from microblog.actions.reactions import add_reaction, remove_reaction
from microblog.models import Kind, Post, ReactionKind
from microblog.queries.communities import readable_community
from microblog.queries.parts import add_parts, parts_of
from microblog.queries.threads import earlier_wordings, own_recent_post, readable_post, thread_replies
from microblog.texts import to_html
from microblog.web.anonymous import is_unnamed, post_unnamed, reply_unnamed
from microblog.web.answers import PersonRequest, SeeOther, answer, is_wished, key_in, signed_in, way_back
from microblog.web.composer import PostForm
from microblog.web.context import menu_of
from microblog.web.forms import EditForm, ReplyForm
from microblog.web.post_html import card_html, choice_in, replies_html, root_html
from microblog.web.scheduled import put_off
from microblog.web.uploads import take_uploads

REPLIES_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_post(request: PersonRequest) -> HttpResponseBase:
    """Show the composer as a page, and take what it or the composer of a stream sends."""
    here = request.POST.get("here")
    context: dict[str, Any] = {
        "here": "write",
        "community": readable_community(viewer=request.user, slug=here) if here else None,
        # Only the composer of a stream sends by htmx.
        "in_stream": bool(request.htmx),
    }
    if request.method != "POST":
        wanted = {"kind": request.GET.get("kind", "update"), "community": request.GET.get("c")}
        context["form"] = PostForm(viewer=request.user, initial=wanted)
        return render(request, "microblog/post_new.html", context)
    if is_unnamed(request):
        form = PostForm(request.POST, viewer=request.user)
        return post_unnamed(request, form) or answer(
            request, "microblog/post_new.html", "microblog/_composer.html", {**context, "form": form}, 422
        )
    form = PostForm(request.POST, viewer=request.user, uploads=take_uploads(request))
    if form.is_valid() and form.cleaned_data["publish_at"] and (answered := put_off(request, form)):
        return answered
    post = published(request, form)
    if post is None:
        return answer(request, "microblog/post_new.html", "microblog/_composer.html", {**context, "form": form}, 422)
    if request.htmx:
        initial = {"kind": "update", "community": post.community.slug}
        context |= {"form": PostForm(viewer=request.user, initial=initial), "card": own_card(request, post)}
        return render(request, "microblog/_published.html", context)
    return SeeOther(f"{way_back(request)}#p{post.pk}")


def published(request: PersonRequest, form: PostForm) -> Post | None:
    """Publish what the form holds; else hang the reason on the field, so that the words stay with the writer."""
    if not form.is_valid():
        return None
    try:
        sent = {name: value for name, value in form.cleaned_data.items() if name != "publish_at"}
        return publish_once(author=request.user, now=timezone.now(), **sent)
    except NotAllowed as refusal:
        form.add_error("kind", refusal.detail)
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.detail)
    return None


def own_card(request: PersonRequest, post: Post) -> str:
    return card_html(request.user, readable_post(viewer=request.user, key=post.pk))


@require_safe
@signed_in
def thread(request: PersonRequest, key: int) -> HttpResponse:
    """Show a post with the replies under it. A reply is shown in its thread."""
    post = readable_post(viewer=request.user, key=key)
    if post.is_reply:
        return SeeOther(place_of(post))
    after = key_in(request.GET.get("after")) or 0
    if request.htmx:
        return answer(request, "", "microblog/_replies.html", replies_after(request, post, after))
    answered = reply_answered(request, post)
    form = ReplyForm(replies=post.replies.all(), initial={"parent": answered and answered.pk})
    return render(request, "microblog/thread.html", thread_context(request, post, form, answered, after))


def place_of(reply: Post) -> str:
    """Return the address of a reply in its thread; in a long thread, of the page that begins with it."""
    in_first_page = reply.root.reply_count <= REPLIES_A_PAGE  # type: ignore[union-attr]
    page = "" if in_first_page else f"?after={reply.pk - 1}"
    return f"/posts/{reply.root_id}/{page}#p{reply.pk}"


def reply_answered(request: PersonRequest, root: Post) -> Post | None:
    """Return the reply that the reader wants to answer, if the address names one of this thread."""
    key = key_in(request.GET.get("to"))
    if key is None:
        return None
    reply = readable_post(viewer=request.user, key=key)
    return reply if reply.root_id == root.pk else None


def replies_after(request: PersonRequest, root: Post, after: int) -> dict[str, object]:
    page = thread_replies(viewer=request.user, root=root, after=after, limit=REPLIES_A_PAGE)
    add_parts(request.user, [root])
    return {
        "post": root,
        "replies": replies_html(request.user, page.posts, choice=choice_in(request.user, root)),
        "later_than": page.posts[-1].pk if page.has_more else None,
    }


def thread_context(
    request: PersonRequest, root: Post, form: ReplyForm, answered: Post | None, after: int = 0
) -> dict[str, object]:
    return {
        "seq": menu_of(request).newest_event,
        **replies_after(request, root, after),
        "after": after,
        "root": root_html(request.user, root),
        "best": best_answer(request, root),
        "form": form,
        "answered": answered,
        "community": root.community,
    }


def best_answer(request: PersonRequest, root: Post) -> dict[str, object] | None:
    """Return the answer that settles the question, `post` and its `html`, if there is one to be read."""
    key = parts_of(root).best_answer
    if key is None:
        return None
    post = readable_post(viewer=request.user, key=key)
    add_parts(request.user, [post])
    return {"post": post, "html": to_html(post.text, parts_of(post).usernames), "address": place_of(post)}


@require_safe
@signed_in
def history(request: PersonRequest, key: int) -> HttpResponse:
    """Show what a post said before each of its edits, latest first."""
    post = readable_post(viewer=request.user, key=key)
    edits = [(edit, to_html(edit.text)) for edit in earlier_wordings(post).order_by("-id")]
    context = {"post": post, "edits": edits, "community": post.community, "html": to_html(post.text)}
    return render(request, "microblog/history.html", context)


@require_POST
@signed_in
def reply(request: PersonRequest, key: int) -> HttpResponse:
    """Take an answer to a thread."""
    root = readable_post(viewer=request.user, key=key)
    if root.is_reply:
        raise Http404
    replies = access.visible_posts(request.user).filter(root=root)
    if is_unnamed(request):
        form = ReplyForm(request.POST, replies=replies)
        if shown := reply_unnamed(request, form, root):
            return shown
        new = None
    else:
        form = ReplyForm(request.POST, replies=replies, uploads=take_uploads(request))
        new = replied(request, root, form)
    if new is None:
        answered = form.cleaned_data.get("parent")
        if request.htmx:
            context = {"post": root, "form": form, "answered": answered}
            return render(request, "microblog/_reply_form.html", context, status=422)
        return render(request, "microblog/thread.html", thread_context(request, root, form, answered), status=422)
    new = readable_post(viewer=request.user, key=new.pk)
    if request.htmx:
        root.refresh_from_db(fields=["reply_count"])
        context = {"post": root, "form": ReplyForm(replies=Post.objects.none()), "new": new}
        return render(request, "microblog/_replied.html", {**context, "reply": card_html(request.user, new)})
    return SeeOther(place_of(new))


def replied(request: PersonRequest, root: Post, form: ReplyForm) -> Post | None:
    """Publish the answer that the form holds; else hang the reason on its field."""
    if not form.is_valid():
        return None
    sent = {**form.cleaned_data, "parent": form.cleaned_data["parent"] or root}
    try:
        return reply_once(author=request.user, now=timezone.now(), **sent)
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.detail)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: PersonRequest, key: int) -> HttpResponse:
    """Change the wording of one's own post. The words of an idea are changed where its parts are."""
    post = readable_post(viewer=request.user, key=key)
    if post.kind == Kind.IDEA and not post.is_reply:
        raise Http404
    if not access.can_change(request.user, post):
        raise NotAllowed(_("Bare den som har skrevet innlegget, kan endre det."))
    form = EditForm(request.POST or None, initial={"text": post.text})
    if request.method == "POST" and form.is_valid():
        try:
            edit_post(actor=request.user, post=post, text=form.cleaned_data["text"], now=timezone.now())
        except Invalid as refusal:
            form.add_error(refusal.field, refusal.detail)
        else:
            return SeeOther(f"/posts/{post.pk}/")
    context = {"form": form, "post": post, "community": post.community}
    return render(request, "microblog/post_edit.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def delete(request: PersonRequest, key: int) -> HttpResponse:
    """Take one's own post away, and offer to bring it back."""
    post = readable_post(viewer=request.user, key=key)
    delete_post(actor=request.user, post=post, now=timezone.now())
    if request.htmx:
        return render(request, "microblog/_deleted.html", {"undo": post.pk})
    back = way_back(request).split("?")[0]
    if back.startswith(f"/posts/{post.pk}/"):
        back = f"/c/{post.community.slug}/"
    return SeeOther(f"{back}?deleted={post.pk}")


@require_POST
@signed_in
def restore(request: PersonRequest, key: int) -> HttpResponse:
    """Bring back a post that was taken away a moment ago."""
    post = own_recent_post(viewer=request.user, key=key)
    restore_post(actor=request.user, post=post, now=timezone.now())
    if request.htmx:
        return render(request, "microblog/_cards.html", {"cards": own_card(request, post)})
    return SeeOther(f"/posts/{post.pk}/")


@require_POST
@signed_in
def react(request: PersonRequest, key: int, kind: str) -> HttpResponse:
    """Add one's reaction (`wish` 1) or take it back (`wish` 0)."""
    if kind not in ReactionKind.values:
        raise Http404
    post = readable_post(viewer=request.user, key=key)
    change = add_reaction if is_wished(request) else remove_reaction
    change(actor=request.user, post=post, kind=kind)
    return changed(request, key)


def changed(request: PersonRequest, key: int) -> HttpResponse:
    """Answer a small change to a post: to htmx with its card, to others with the page that they were on."""
    if not request.htmx:
        return SeeOther(f"{way_back(request)}#p{key}")
    post = readable_post(viewer=request.user, key=key)
    in_its_thread = way_back(request).startswith(f"/posts/{post.pk}/")
    html = root_html(request.user, post) if in_its_thread else card_html(request.user, post)
    return render(request, "microblog/_cards.html", {"cards": html})


@require_POST
@signed_in
def preview(request: PersonRequest, key: int) -> HttpResponse:
    """Take away what stands below the link of one's own post."""
    remove_preview(actor=request.user, post=readable_post(viewer=request.user, key=key), now=timezone.now())
    return SeeOther(f"{way_back(request)}#p{key}")
