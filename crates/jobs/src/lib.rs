//! The job queue, its worker and the kinds of job.
