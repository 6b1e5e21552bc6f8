"""How Alembic reaches the rows: through the connection it is handed (see migrations.upgrade)."""

from alembic import context

from trunkline.store.records import SCHEMA as SCHEMA  # its tables join the metadata
from trunkline.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_schemas=True,
    include_name=lambda name, kind, _: kind != "schema" or name in (None, SCHEMA),
)
with context.begin_transaction():
    context.run_migrations()
