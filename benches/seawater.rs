//! Seawater properties on a million points against GSW-Python, both timed in turns in one run.
//!
//! `cargo bench --bench seawater` prints nanoseconds a point (best of the rounds, one thread), the ratio of the two, and
//! the largest deviation from GSW (relative to the largest value of the column); then what more threads give. The peer is installed by `benches/prepare`.

use anyhow::{Context as _, ensure};
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::randomness::{stream, uniform};
use hadal_models::seawater::{self, columns};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

const POINTS: usize = 1_000_000;
const ROUNDS: usize = 15;

type Kernel = fn(&[f64], &[f64], &[f64], &mut [f64]);

/// What is compared: the peer's name of it, ours, the ratio asked for, and which columns it takes.
struct Contest {
    peer: &'static str,
    kernel: Kernel,
    asked: f64,
    columns: [&'static str; 3],
}

const CONTESTS: [Contest; 6] = [
    Contest { peer: "rho", kernel: columns::density_by_75_terms, asked: 4.0, columns: ["SA", "CT", "p"] },
    Contest {
        peer: "sound_speed",
        kernel: columns::sound_speed_by_75_terms,
        asked: 4.0,
        columns: ["SA", "CT", "p"],
    },
    Contest { peer: "rho_t_exact", kernel: columns::density, asked: 3.0, columns: ["SA", "t", "p"] },
    Contest {
        peer: "sound_speed_t_exact",
        kernel: columns::sound_speed,
        asked: 3.0,
        columns: ["SA", "t", "p"],
    },
    Contest { peer: "SP_from_C", kernel: columns::practical_salinity, asked: 3.0, columns: ["C", "t", "p"] },
    Contest {
        peer: "CT_from_t",
        kernel: columns::conservative_temperature,
        asked: 3.0,
        columns: ["SA", "t", "p"],
    },
];

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let points = Points::draw();
    let mut peer = Peer::start(root, &points)?;
    println!(
        "{POINTS} points: SP 33 to 37, t 0 to 25 °C, p 0 to 11,000 dbar; one thread, best of {ROUNDS} rounds in turns"
    );
    println!("peer: {}; ours: {}", peer.version, columns::instruction_set());
    println!(
        "{:<20} {:>9} {:>9} {:>7} {:>6}  largest deviation to 10,000 dbar",
        "", "ours, ns", "GSW, ns", "ratio", "asked"
    );
    for contest in &CONTESTS {
        let [a, b, c] = contest.columns.map(|name| points.column(name));
        let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
        // Ours writes where it is told to; the peer makes a column each time, since that is how it is called.
        let mut results = vec![0.0; POINTS];
        for _ in 0..ROUNDS {
            let begin = now();
            (contest.kernel)(a, b, c, &mut results);
            ours = ours.min(begin.elapsed().as_secs_f64());
            theirs = theirs.min(peer.time(contest.peer)?);
        }
        let deviation = largest_deviation(&results, &peer.results()?, points.column("p"));
        println!(
            "{:<20} {:>9.2} {:>9.2} {:>7.1} {:>6.1}  {deviation:.1e}",
            contest.peer,
            ours * 1e9 / POINTS as f64,
            theirs * 1e9 / POINTS as f64,
            theirs / ours,
            contest.asked
        );
    }
    threads(&points);
    Ok(())
}

/// The same million points split over threads: twice the threads shall take half the time.
fn threads(points: &Points) {
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "\nthreads (this machine has {available}), million points a second, and of what as many single threads would do"
    );
    for contest in &CONTESTS {
        let [a, b, c] = contest.columns.map(|name| points.column(name));
        print!("{:<20}", contest.peer);
        let mut alone = 0.0;
        for count in (0..).map(|power| 1 << power).take_while(|count| *count <= available) {
            let mut results = vec![0.0; POINTS];
            let mut best = f64::INFINITY;
            for _ in 0..ROUNDS {
                let begin = now();
                in_threads(count, contest.kernel, [a, b, c], &mut results);
                best = best.min(begin.elapsed().as_secs_f64());
            }
            let rate = POINTS as f64 / best / 1e6;
            if count == 1 {
                alone = rate;
            }
            print!("   {count}: {rate:>6.0} ({:>3.0} %)", 100.0 * rate / (alone * count as f64));
        }
        println!();
    }
}

fn in_threads(count: usize, kernel: Kernel, [a, b, c]: [&[f64]; 3], results: &mut [f64]) {
    let size = POINTS.div_ceil(count);
    let rows = a.chunks(size).zip(b.chunks(size)).zip(c.chunks(size));
    std::thread::scope(|scope| {
        for (results, ((a, b), c)) in results.chunks_mut(size).zip(rows) {
            scope.spawn(move || kernel(a, b, c, results));
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "a bench is about the time it takes")]
fn now() -> Instant {
    Instant::now()
}

/// Columns of one draw, by the peer's names.
struct Points(Vec<(&'static str, Vec<f64>)>);

impl Points {
    fn draw() -> Self {
        let mut random = stream(1, 0, "bench");
        let mut between = |low: f64, high: f64| -> Vec<f64> {
            (0..POINTS).map(|_| low + (high - low) * uniform(&mut random)).collect()
        };
        let (sp, t, p) = (between(33.0, 37.0), between(0.0, 25.0), between(0.0, 11_000.0));
        let absolute: Vec<f64> = sp.iter().map(|sp| sp * 35.165_04 / 35.0).collect();
        let mut conservative = vec![0.0; POINTS];
        columns::conservative_temperature(&absolute, &t, &p, &mut conservative);
        let conductivity = (0..POINTS).map(|row| {
            let temperature = Temperature::from_celsius(t[row]);
            let pressure = SeaPressure::from_dbar(p[row]);
            seawater::conductivity(PracticalSalinity::new(sp[row]), temperature, pressure)
                .millisiemens_per_cm()
        });
        let conductivity = conductivity.collect();
        Self(vec![("SA", absolute), ("CT", conservative), ("t", t), ("p", p), ("C", conductivity)])
    }

    fn column(&self, wanted: &str) -> &[f64] {
        self.0.iter().find(|(name, _)| *name == wanted).map_or(&[], |(_, column)| column)
    }
}

/// GSW-Python in a process of its own, that waits for its turns.
struct Peer {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
    version: String,
}

impl Peer {
    fn start(root: &Path, points: &Points) -> anyhow::Result<Self> {
        let prepared = Command::new(root.join("benches/prepare")).status().context("benches/prepare")?;
        ensure!(prepared.success(), "benches/prepare could not install the peer; it needs python3 and PyPI");
        let folder = root.join("target/peers/columns");
        std::fs::create_dir_all(&folder)?;
        for (name, column) in &points.0 {
            let bytes: Vec<u8> = column.iter().flat_map(|value| value.to_ne_bytes()).collect();
            std::fs::write(folder.join(format!("{name}.f64")), bytes)?;
        }
        let mut process = Command::new(root.join("target/peers/gsw/bin/python"))
            .arg(root.join("benches/gsw_peer.py"))
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let requests = process.stdin.take().context("the peer has no input")?;
        let answers = BufReader::new(process.stdout.take().context("the peer has no output")?);
        let mut peer = Self { process, requests, answers, folder, version: String::new() };
        peer.version = peer.line()?;
        Ok(peer)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        ensure!(!line.is_empty(), "the peer has ended");
        Ok(line.trim().to_owned())
    }

    fn time(&mut self, property: &str) -> anyhow::Result<f64> {
        writeln!(self.requests, "{property}")?;
        Ok(self.line()?.parse()?)
    }

    fn results(&self) -> anyhow::Result<Vec<f64>> {
        let bytes = std::fs::read(self.folder.join("RESULT.f64"))?;
        Ok(bytes.as_chunks::<8>().0.iter().map(|chunk| f64::from_ne_bytes(*chunk)).collect())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Relative to the largest value of the column. Beyond 10,000 dbar we differ from the peer on purpose, by the water part of
/// IAPWS-95, except in the 75-term polynomial and PSS-78.
fn largest_deviation(ours: &[f64], theirs: &[f64], dbar: &[f64]) -> f64 {
    let largest = theirs.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    let rows = ours.iter().zip(theirs).zip(dbar).filter(|(_, dbar)| **dbar <= 10_000.0);
    rows.fold(0.0, |most, ((ours, theirs), _)| most.max((ours - theirs).abs() / largest))
}
