"""Second factors: who has one, and who is asked to have one."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

from microblog import access
from microblog.models import Role, User


def has_factor(person: User) -> bool:
    """Tell whether signing in asks for more than the password."""
    return is_mfa_enabled(person, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def should_have_factor(person: User) -> bool:
    """Administrators and leaders can do more harm to others, so they are asked to have one."""
    return person.has_role(Role.ADMIN) or access.leads(person).exists()
