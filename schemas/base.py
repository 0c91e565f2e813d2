"""What every model of the contract is made of: frozen, closed when written, one JSON form."""

from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

UtcTime = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$", json_schema_extra={"format": "date-time"})
]
"""RFC 3339 in UTC with Z; milliseconds only where there are any."""

DecimalText = Annotated[str, Field(pattern=r"^-?(0|[1-9]\d*)(\.\d*[1-9])?$")]
"""A decimal in plain notation without trailing zeros."""

Provider = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
"""Who sent the item, in lower case; no colon, since it is a part of state keys and of urn:wire: names."""


def ms(time: UtcTime) -> int:
    """Milliseconds since 1970 of a UtcTime."""
    return round(datetime.fromisoformat(time).timestamp() * 1000)


def utc(time_ms: int) -> UtcTime:
    """UtcTime of milliseconds since 1970."""
    seconds, rest = divmod(time_ms, 1000)
    text = datetime.fromtimestamp(seconds, UTC).isoformat()[:19]
    return f"{text}.{rest:03d}Z" if rest else f"{text}Z"


class Model(BaseModel):
    """A frozen noun of the contract. Absent is absent: a field at its default (None, empty) is never written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def json_bytes(self) -> bytes:
        """The one JSON form of the model: fields in the order of the schema, defaults left out."""
        return self.__pydantic_serializer__.to_json(self, by_alias=True, exclude_defaults=True)

    def plain(self) -> dict[str, Any]:
        """The model as JSON values, for a state entry."""
        plain: dict[str, Any] = self.__pydantic_serializer__.to_python(
            self, mode="json", by_alias=True, exclude_defaults=True
        )
        return plain


M = TypeVar("M", bound=Model)


def built(model: type[M], /, **values: Any) -> M:
    """The model of these values, unvalidated: what model_construct makes, in a seventh of its time.

    For values that were validated or made by the one who calls: all fields of the model, in its order.
    """
    made = model.__new__(model)
    _keep(made, "__dict__", values)
    _keep(made, "__pydantic_fields_set__", _fields(model))
    _keep(made, "__pydantic_extra__", None)
    _keep(made, "__pydantic_private__", None)
    return made


@cache
def _fields(model: type[Model]) -> set[str]:
    """Which fields are set, one set for all: the models are frozen."""
    return set(model.model_fields)


_keep = object.__setattr__
