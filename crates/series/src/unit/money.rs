//! Currencies and the ways they are written: `US$`, `USD`, `M US$`, `US$ million`, `kUSD`, `US¢`.
//! No exchange rates: those are prices, and come as series.

use std::fmt;

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Active ISO 4217 codes of national currencies, in blocks of three letters.
const CODES: &str = "AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBHDBIFBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHFCLP\
CNYCOPCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHTGHUFIDRILSINRIQDIRRISKJMDJOD\
JPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZD\
OMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZS\
UAHUGXUSDUYUUZSVESVNDVUVWSTXAFXCDXOFXPFYERZARZMWZWG";

/// Symbol (as written back) and code. The plain dollar sign is the US dollar: it is how commodity
/// prices are printed.
const SYMBOLS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("NZ$", "NZD"),
    ("R$", "BRL"),
    ("HK$", "HKD"),
    ("S$", "SGD"),
    ("MX$", "MXN"),
];

const OTHER_SYMBOLS: &[(&str, &str)] = &[
    ("$", "USD"),
    ("USD$", "USD"),
    ("U.S.$", "USD"),
    ("dollars", "USD"),
    ("CA$", "CAD"),
    ("CAD$", "CAD"),
    ("Cdn$", "CAD"),
    ("AU$", "AUD"),
    ("AUD$", "AUD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("RMB", "CNY"),
    ("₹", "INR"),
    ("CLP$", "CLP"),
];

impl Currency {
    pub(super) fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        CODES
            .as_bytes()
            .chunks_exact(3)
            .any(|known| known == bytes)
            .then_some(Self(bytes))
    }

    /// The three-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("codes are made of ASCII letters only")
    }

    /// `US$` for the dollars and the real, the code for all others.
    pub fn symbol(&self) -> &str {
        SYMBOLS
            .iter()
            .find(|(_, code)| *code == self.code())
            .map_or_else(|| self.code(), |(symbol, _)| *symbol)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

/// How many currency units are counted as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Scale {
    Hundredth,
    One,
    Thousand,
    Million,
    Billion,
    Trillion,
}

impl Scale {
    /// Numerator and denominator.
    pub(super) fn ratio(self) -> (u64, u64) {
        match self {
            Self::Hundredth => (1, 100),
            Self::One => (1, 1),
            Self::Thousand => (1_000, 1),
            Self::Million => (1_000_000, 1),
            Self::Billion => (1_000_000_000, 1),
            Self::Trillion => (1_000_000_000_000, 1),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::One),
            "k" | "K" | "000" | "'000" | "000s" | "thousand" | "thousands" => Some(Self::Thousand),
            "M" | "m" | "MM" | "mm" | "mn" | "mln" | "million" | "millions" => Some(Self::Million),
            "bn" | "B" | "b" | "billion" | "billions" => Some(Self::Billion),
            "tn" | "trillion" | "trillions" => Some(Self::Trillion),
            _ => None,
        }
    }
}

/// An amount of money as a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Money {
    pub(super) currency: Currency,
    pub(super) scale: Scale,
}

impl Money {
    /// Reads a currency with an optional scale on either side of it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(currency) = hundredth(text) {
            return Some(Self {
                currency,
                scale: Scale::Hundredth,
            });
        }
        let symbols = SYMBOLS
            .iter()
            .chain(OTHER_SYMBOLS)
            .filter_map(|(symbol, code)| {
                text.find(symbol)
                    .map(|at| (at, symbol.len(), Currency::from_code(code)))
            });
        let codes = (0..text.len().saturating_sub(2)).filter_map(|at| {
            let currency = Currency::from_code(text.get(at..at + 3)?)?;
            Some((at, 3, Some(currency)))
        });
        // The longest match is tried first: `US$` holds both `S$` and `$`.
        let mut matches: Vec<_> = symbols.chain(codes).collect();
        matches.sort_by_key(|&(at, length, _)| (std::cmp::Reverse(length), at));
        matches.into_iter().find_map(|(at, length, currency)| {
            let before = text[..at].trim();
            let after = text[at + length..].trim();
            let scale = match (before.is_empty(), after.is_empty()) {
                (_, true) => Scale::parse(before)?,
                (true, false) => Scale::parse(after)?,
                (false, false) => return None,
            };
            Some(Self {
                currency: currency?,
                scale,
            })
        })
    }
}

fn hundredth(text: &str) -> Option<Currency> {
    let code = match text {
        "US¢" | "USc" | "¢" | "cent" | "cents" | "US cents" | "US cent" => "USD",
        "C¢" => "CAD",
        "A¢" => "AUD",
        "GBp" | "GBX" | "pence" => "GBP",
        other => other.strip_prefix("c ").filter(|code| code.len() == 3)?,
    };
    Currency::from_code(code)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match self.scale {
            Scale::Hundredth => {
                return match self.currency.code() {
                    "USD" => f.write_str("US¢"),
                    "GBP" => f.write_str("GBp"),
                    code => write!(f, "c {code}"),
                };
            }
            Scale::One => "",
            Scale::Thousand => "k ",
            Scale::Million => "M ",
            Scale::Billion => "bn ",
            Scale::Trillion => "tn ",
        };
        write!(f, "{prefix}{}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::{Money, Scale};

    #[test]
    fn the_many_ways_to_write_a_million_dollars() {
        for text in [
            "M US$",
            "MUS$",
            "M USD",
            "MUSD",
            "US$M",
            "US$ M",
            "USD million",
            "US$ million",
            "$M",
            "MM US$",
            "US$m",
            "$ million",
            "million US$",
        ] {
            let money = Money::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(money.currency.code(), "USD", "{text}");
            assert_eq!(money.scale, Scale::Million, "{text}");
            assert_eq!(money.to_string(), "M US$");
        }
    }

    #[test]
    fn dollars_are_told_apart() {
        for (text, code) in [
            ("C$", "CAD"),
            ("A$", "AUD"),
            ("$", "USD"),
            ("kCLP", "CLP"),
            ("€", "EUR"),
        ] {
            assert_eq!(Money::parse(text).expect(text).currency.code(), code);
        }
    }

    #[test]
    fn other_words_are_not_money() {
        for text in ["", "k", "XYZ", "US", "x US$", "k US$ k", "USDX"] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }
}
