//! How often a caller may ask: by principal when known, else by network address; and how often a
//! password may be tried. In memory, per process; both tables are swept so that they stay bounded.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::authenticate::{Caller, client_address};
use crate::problem::Problem;

/// How often stale keys are dropped.
pub(crate) const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Wrong and right passwords alike, for one name from one address.
const SIGN_IN_BURST: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
const SIGN_IN_EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Principal(String),
    Address(IpAddr),
}

#[derive(Debug)]
pub(crate) struct Limits {
    requests: DefaultKeyedRateLimiter<Key>,
    sign_ins: DefaultKeyedRateLimiter<(String, IpAddr)>,
    clock: DefaultClock,
    behind_proxy: bool,
}

impl Limits {
    /// `per_second` requests are refilled each second up to `burst`.
    pub(crate) fn new(per_second: NonZeroU32, burst: NonZeroU32, behind_proxy: bool) -> Self {
        let sign_in = Quota::with_period(SIGN_IN_EVERY)
            .expect("the period is not zero")
            .allow_burst(SIGN_IN_BURST);
        Self {
            requests: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)),
            sign_ins: RateLimiter::keyed(sign_in),
            clock: DefaultClock::default(),
            behind_proxy,
        }
    }

    pub(crate) fn admit(&self, caller: Option<&Caller>, parts: &Parts) -> Result<(), Problem> {
        let key = match caller.and_then(Caller::principal) {
            Some(principal) => Key::Principal(principal),
            None => Key::Address(client_address(parts, self.behind_proxy)),
        };
        self.requests.check_key(&key).map(drop).map_err(|denied| {
            let wait_s = denied.wait_time_from(self.clock.now()).as_secs() + 1;
            Problem::too_many_requests("more requests than the limit allows", wait_s)
        })
    }

    /// Counts one attempt to sign in as `name`, whatever comes of it.
    pub(crate) fn admit_sign_in(&self, name: &str, address: IpAddr) -> Result<(), Problem> {
        self.sign_ins
            .check_key(&(name.to_lowercase(), address))
            .map(drop)
            .map_err(|denied| {
                let wait_s = denied.wait_time_from(self.clock.now()).as_secs() + 1;
                Problem::too_many_requests(
                    "too many attempts to sign in under this name from this address",
                    wait_s,
                )
            })
    }

    pub(crate) fn sweep(&self) {
        self.requests.retain_recent();
        self.sign_ins.retain_recent();
    }
}
