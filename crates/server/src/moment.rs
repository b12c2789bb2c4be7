//! Moments as people write them in addresses: an instant (RFC 3339) or a date, which stands for its
//! first or its last moment in UTC depending on what it bounds.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use utoipa::openapi::ObjectBuilder;

use crate::problem::Problem;

/// How a moment looks in the OpenAPI document: a date or an instant.
pub(crate) fn schema() -> utoipa::openapi::Schema {
    use utoipa::openapi::schema::{KnownFormat, OneOfBuilder, SchemaFormat, Type};
    let text = |format| {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(format)))
    };
    OneOfBuilder::new()
        .item(text(KnownFormat::Date))
        .item(text(KnownFormat::DateTime))
        .into()
}

/// Which moment of a date is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayEdge {
    Start,
    End,
}

/// The moment `text` means; `name` is the parameter, for the error.
pub(crate) fn parse(text: &str, edge: DayEdge, pointer: &str) -> Result<DateTime<Utc>, Problem> {
    read(text, edge).ok_or_else(|| {
        Problem::invalid(
            pointer,
            format!("\"{text}\" is no moment; write 2024-06-30 or 2024-06-30T15:00:00Z"),
        )
    })
}

pub(crate) fn parse_optional(
    text: Option<&str>,
    edge: DayEdge,
    pointer: &str,
) -> Result<Option<DateTime<Utc>>, Problem> {
    text.map(|text| parse(text, edge, pointer)).transpose()
}

fn read(text: &str, edge: DayEdge) -> Option<DateTime<Utc>> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.to_utc());
    }
    let date = text.parse::<NaiveDate>().ok()?;
    match edge {
        DayEdge::Start => Some(date.and_time(NaiveTime::MIN).and_utc()),
        DayEdge::End => {
            let next = date
                .checked_add_days(Days::new(1))?
                .and_time(NaiveTime::MIN)
                .and_utc();
            // The store counts microseconds.
            next.checked_sub_signed(TimeDelta::microseconds(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_its_edge_and_an_instant_itself() {
        let start = read("2024-06-30", DayEdge::Start).unwrap();
        let end = read("2024-06-30", DayEdge::End).unwrap();
        assert_eq!(start.to_rfc3339(), "2024-06-30T00:00:00+00:00");
        assert_eq!(end.to_rfc3339(), "2024-06-30T23:59:59.999999+00:00");
        let instant = read("2024-06-30T15:00:00+02:00", DayEdge::End).unwrap();
        assert_eq!(instant.to_rfc3339(), "2024-06-30T13:00:00+00:00");
        assert_eq!(read("yesterday", DayEdge::Start), None);
    }
}
