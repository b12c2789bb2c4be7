//! The panel of a competition as `bench/m3/export.py` writes it: a CSV file
//! `unique_id,frequency,season_length,horizon,ds,y`, rows of a series together and in time order; the
//! last `horizon` rows of each are the test window.

use std::error::Error;

pub(crate) struct Task {
    pub(crate) frequency: String,
    pub(crate) m: usize,
    pub(crate) train: Vec<f64>,
    pub(crate) test: Vec<f64>,
}

pub(crate) fn read(path: &str) -> Result<Vec<Task>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut tasks: Vec<Task> = Vec::new();
    let mut current = String::new();
    let mut horizons = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [id, frequency, m, horizon, _, y] = fields[..] else {
            return Err(format!("not six fields: {line}").into());
        };
        if id != current {
            id.clone_into(&mut current);
            horizons.push(horizon.parse::<usize>()?);
            tasks.push(Task {
                frequency: frequency.to_owned(),
                m: m.parse()?,
                train: Vec::new(),
                test: Vec::new(),
            });
        }
        let task = tasks.last_mut().ok_or("no series yet")?;
        task.train.push(y.parse()?);
    }
    for (task, horizon) in tasks.iter_mut().zip(horizons) {
        task.test = task.train.split_off(task.train.len() - horizon);
    }
    Ok(tasks)
}
