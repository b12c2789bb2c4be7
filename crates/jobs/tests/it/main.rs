//! The worker's tests: what it does with jobs that fail, and the proofs that nothing is lost or doubled when processes
//! are killed and the database is locked or gone.

#[cfg(test)]
mod behaviour;
#[cfg(test)]
#[path = "../../../storage/tests/it/databases.rs"]
mod databases;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod long_jobs;
#[cfg(test)]
mod outages;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod rig;
#[cfg(test)]
mod worker_process;
