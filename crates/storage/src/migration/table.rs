//! Column shapes that migrations share, so that an identifier or a time is declared the same way in every table.

use sea_orm_migration::sea_query::{
    Alias, ColumnDef, Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement,
    Index, IndexCreateStatement,
};

fn named(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

pub(super) fn text(name: &'static str) -> ColumnDef {
    named(name).text().not_null().take()
}

pub(super) fn text_null(name: &'static str) -> ColumnDef {
    named(name).text().null().take()
}

/// Text that lists are sorted by: byte order on both engines, whatever the server's locale.
pub(super) fn sorted_text(name: &'static str, postgres: bool) -> ColumnDef {
    let mut column = text(name);
    if postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

pub(super) fn text_key(name: &'static str) -> ColumnDef {
    named(name).text().not_null().primary_key().take()
}

pub(super) fn serial_key(name: &'static str) -> ColumnDef {
    named(name)
        .big_integer()
        .not_null()
        .auto_increment()
        .primary_key()
        .take()
}

/// Text that is one of `words`.
pub(super) fn word(name: &'static str, words: &[&'static str]) -> ColumnDef {
    text(name)
        .check(Expr::col(Alias::new(name)).is_in(words.iter().copied()))
        .take()
}

pub(super) fn integer(name: &'static str) -> ColumnDef {
    named(name).big_integer().not_null().take()
}

pub(super) fn integer_null(name: &'static str) -> ColumnDef {
    named(name).big_integer().null().take()
}

pub(super) fn small(name: &'static str) -> ColumnDef {
    named(name).integer().not_null().take()
}

pub(super) fn small_null(name: &'static str) -> ColumnDef {
    named(name).integer().null().take()
}

pub(super) fn number(name: &'static str) -> ColumnDef {
    named(name).double().not_null().take()
}

pub(super) fn number_null(name: &'static str) -> ColumnDef {
    named(name).double().null().take()
}

pub(super) fn flag(name: &'static str) -> ColumnDef {
    named(name).boolean().not_null().take()
}

pub(super) fn bytes_null(name: &'static str) -> ColumnDef {
    named(name).blob().null().take()
}

pub(super) fn time(name: &'static str) -> ColumnDef {
    named(name).timestamp_with_time_zone().not_null().take()
}

pub(super) fn time_null(name: &'static str) -> ColumnDef {
    named(name).timestamp_with_time_zone().null().take()
}

/// `column` refers to `table`'s `id`.
pub(super) fn refers(
    column: &'static str,
    table: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col(Alias::new(column))
        .to(Alias::new(table), Alias::new("id"))
        .on_delete(on_delete)
        .take()
}

pub(super) fn index(
    name: &str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(Alias::new(table)).take();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}

pub(super) fn unique(
    name: &str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    index(name, table, columns).unique().take()
}
