//! Entities, migrations, repositories and the observation store.
