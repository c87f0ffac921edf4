"""Which of the twelve roles a text supports, and the sentences that decide."""

from preceptor.engine.classify.mix import mix_warning
from preceptor.engine.classify.model import NOT_HEALTH_IT, RoleModel
from preceptor.engine.classify.posting import classify_posting
from preceptor.engine.classify.resume import classify_resume

__all__ = ["NOT_HEALTH_IT", "RoleModel", "classify_posting", "classify_resume", "mix_warning"]
