//! `kill -9` at random moments, then `hadal recover`: what was recorded is there, whole, in order and once.

use crate::command_line::{hadal, succeed};
use crate::world::{RIG, SHORT, path};
use hadal_models::randomness::{stream, uniform};
use hadal_record::Record;
use hadal_record::event::{Event, Outcome};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

const KILLS: usize = 50;

/// The journal of the same run left in peace: what every killed run was in the middle of writing.
fn undisturbed(folder: &Path) -> Vec<u8> {
    succeed(hadal(&["calibrate", SHORT, "--rig", RIG, "--seed", "3", "--output", folder.to_str().unwrap()]));
    std::fs::read(folder.join("run.journal")).unwrap()
}

fn killed_after(folder: &Path, delay: Duration) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hadal"))
        .current_dir(path(""))
        .args(["calibrate", SHORT, "--rig", RIG, "--seed", "3", "--output", folder.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// What a kill left, judged against the undisturbed journal. Returns whether the run was still under way.
fn judge(folder: &Path, whole: &[u8]) -> bool {
    let journal = folder.join("run.journal");
    let left = std::fs::read(&journal).unwrap_or_default();
    assert!(whole.starts_with(&left), "what was written is not what the run writes");
    let kept = hadal_record::scan(&left, |_| ()).map(|scan| scan.frames).unwrap_or(0);
    if kept == 0 {
        // Killed before its first event was whole: recover must say so and leave things as they are.
        assert!(!hadal(&["recover", folder.to_str().unwrap()]).status.success());
        return false;
    }
    succeed(hadal(&["recover", folder.to_str().unwrap()]));
    let under_way = left.len() < whole.len();
    let record = Record::open(&folder.join("run.h5")).unwrap();
    let outcome = if under_way { Outcome::Recovered } else { Outcome::Completed };
    assert_eq!(record.outcome(), Some(&outcome));
    assert_eq!(record.frames, kept + u64::from(under_way));
    assert_each_reading_once(&record, whole, kept);
    let head = record.head.clone();
    assert!(succeed(hadal(&["recover", folder.to_str().unwrap()])).contains("nothing to do"));
    assert_eq!(Record::open(folder).unwrap().head, head, "a second recovery changed the record");
    under_way
}

/// The first `kept` events of the undisturbed run hold these readings and bytes, and so does the record: no more, no less.
fn assert_each_reading_once(record: &Record, whole: &[u8], kept: u64) {
    let (mut readings, mut bytes) = (Vec::new(), 0);
    hadal_record::scan(whole, |entry| {
        if entry.sequence < kept {
            match entry.event {
                Event::Reading(reading) => readings.push((reading.channel, reading.at_ns, reading.value)),
                Event::Bytes { bytes: some, .. } => bytes += some.len(),
                _ => (),
            }
        }
    })
    .unwrap();
    assert_eq!(record.traffic.data.len(), bytes);
    let recorded: usize = record
        .sets
        .iter()
        .flat_map(|set| &set.series)
        .map(|series| series.status.iter().filter(|status| **status != hadal_record::ABSENT).count())
        .sum();
    assert_eq!(recorded, readings.len());
    for (channel, at_ns, value) in readings {
        let name = &record.opened.channels[usize::from(channel)].name;
        let (times, values) = record.readings(name).unwrap();
        let row = times.partition_point(|time| *time < at_ns);
        assert_eq!(times.get(row), Some(&at_ns), "{name}: lost");
        assert_ne!(times.get(row + 1), Some(&at_ns), "{name} at {at_ns} ns: twice");
        assert_eq!(values[row].to_bits(), value.unwrap_or(f64::NAN).to_bits(), "{name} at {at_ns} ns");
    }
}

#[test]
fn nothing_recorded_is_lost_by_fifty_kills() {
    let scratch = tempfile::tempdir().unwrap();
    let started = WallTime::now();
    let whole = undisturbed(&scratch.path().join("undisturbed"));
    let full = started.elapsed();
    let mut random = stream(20_261_122, 0, "kill");
    let delays: Vec<Duration> = (0..KILLS).map(|_| full.mul_f64(uniform(&mut random))).collect();
    let waiting = Mutex::new(delays.into_iter().enumerate());
    let under_way = Mutex::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((number, delay)) = waiting.lock().unwrap().next() else { break };
                    let folder = scratch.path().join(number.to_string());
                    killed_after(&folder, delay);
                    if folder.exists() && judge(&folder, &whole) {
                        *under_way.lock().unwrap() += 1;
                    }
                    std::fs::remove_dir_all(&folder).ok();
                }
            });
        }
    });
    let under_way = under_way.into_inner().unwrap();
    println!("{KILLS} kills, {under_way} of them in the middle of the run");
    assert!(under_way >= KILLS / 2, "only {under_way} kills struck a run under way");
}

/// The wall's clock: kills must be spread over the time that a run really takes here.
struct WallTime(std::time::Instant);

impl WallTime {
    #[expect(clippy::disallowed_methods, reason = "a test that kills a process needs the wall's clock")]
    fn now() -> Self {
        Self(std::time::Instant::now())
    }
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
