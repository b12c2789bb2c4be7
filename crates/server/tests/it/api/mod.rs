//! `/api`

mod v1;
