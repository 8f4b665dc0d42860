//! Moments in UTC.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A moment, in seconds since 1970 UTC; written as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// So many days later.
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0 + i64::from(days) * 86_400)
    }

    /// The calendar's view of it; moments beyond the year 9999 are its last second.
    pub fn date_time(self) -> OffsetDateTime {
        const LAST: i64 = 253_402_300_799;
        let seconds = self.0.clamp(0, LAST);
        OffsetDateTime::from_unix_timestamp(seconds).expect("the range is the calendar's")
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.date_time().format(&Rfc3339).expect("RFC 3339 has years to 9999"))
    }
}

impl FromStr for Timestamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let moment = OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|it| format!("`{text}` is no moment like 2026-11-24T12:00:00Z: {it}"))?;
        let seconds = moment.unix_timestamp();
        if seconds < 0 { Err(format!("`{text}` is before 1970")) } else { Ok(Self(seconds)) }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[test]
fn moments_are_rfc_3339() {
    let moment: Timestamp = "2026-11-24T19:00:00+01:00".parse().expect("a moment");
    assert_eq!(moment.to_string(), "2026-11-24T18:00:00Z");
    assert_eq!(moment.plus_days(90).to_string(), "2027-02-22T18:00:00Z");
    assert_eq!(Timestamp(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
    assert!("tomorrow".parse::<Timestamp>().is_err());
    assert!("1969-12-31T23:59:59Z".parse::<Timestamp>().is_err());
}
