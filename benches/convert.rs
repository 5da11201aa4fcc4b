//! Reading and converting a cast of a million scans against Sea-Bird's own toolkit in Python, both timed in one run.
//!
//! `cargo bench --bench convert` writes an invented raw file of a 19plus, lets both read it from the disk and convert
//! temperature, conductivity and pressure (one thread each), and prints microseconds a scan, their ratio, and by how
//! much the results differ. The peer is installed by `benches/prepare`.

use anyhow::{Context as _, ensure};
use hadal_models::cast::{Cast, Supplement, from_sea_bird};
use hadal_models::format::sea_bird::hex::BadScans;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const SCANS: u32 = 1_000_000;
/// Ours is timed so often, the best counts; the peer, which takes half a minute, once before and once after.
const ROUNDS: usize = 9;
/// What is asked for.
const ASKED: f64 = 100.0;

/// The peer takes 14.7 psi for an atmosphere, and 0.689476 dbar for a psi, which is 0.4e-6 of the pressure too much.
const PEERS_ATMOSPHERE_DBAR: f64 = 14.7 * 0.689_475_729_316_8;
const ATMOSPHERE_DBAR: f64 = 10.132_5;

/// A quantity, and its coefficients: name in the reply, name to the peer, value.
type Sensor = (&'static str, &'static [(&'static str, &'static str, f64)]);

/// Coefficients, by the names of the instrument's own reply and of the peer: invented, of the size that such sensors have.
const COEFFICIENTS: [Sensor; 3] = [
    (
        "temperature",
        &[("TA0", "a0", 1.25e-3), ("TA1", "a1", 2.75e-4), ("TA2", "a2", -1.5e-6), ("TA3", "a3", 1.75e-7)],
    ),
    (
        "conductivity",
        &[
            ("G", "g", -1.0),
            ("H", "h", 1.5e-1),
            ("I", "i", -4.5e-4),
            ("J", "j", 5.5e-5),
            ("CPCOR", "cpcor", -9.57e-8),
            ("CTCOR", "ctcor", 3.25e-6),
            ("WBOTC", "wbotc", 0.0),
        ],
    ),
    (
        "pressure",
        &[
            ("PA0", "pa0", 0.25),
            ("PA1", "pa1", 1.5e-3),
            ("PA2", "pa2", 6.5e-12),
            ("PTCA0", "ptca0", 5.24e5),
            ("PTCA1", "ptca1", 5.5),
            ("PTCA2", "ptca2", -0.15),
            ("PTCB0", "ptcb0", 25.5),
            ("PTCB1", "ptcb1", 7.5e-4),
            ("PTCB2", "ptcb2", 0.0),
            ("PTEMPA0", "ptempa0", -62.5),
            ("PTEMPA1", "ptempa1", 52.5),
            ("PTEMPA2", "ptempa2", -0.25),
        ],
    ),
];

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir()?;
    let raw = folder.path().join("cast.hex");
    std::fs::write(&raw, file())?;
    let (version, before, result) = peer(root, folder.path(), &raw)?;
    #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
    let now = Instant::now;
    let mut best = f64::INFINITY;
    let mut cast = Cast::default();
    for _ in 0..ROUNDS {
        let begin = now();
        let bytes = std::fs::read(&raw)?;
        cast = from_sea_bird(&bytes, &Supplement::default(), BadScans::Refuse)?;
        best = best.min(begin.elapsed().as_secs_f64());
    }
    let (_, after, _) = peer(root, folder.path(), &raw)?;
    let theirs = before.min(after);
    let per_scan = |seconds: f64| 1e6 * seconds / f64::from(SCANS);
    println!("{SCANS} scans of a 19plus, {} MB; peer: seabirdscientific {version}", file().len() / 1_000_000);
    println!("ours  {:8.3} µs a scan (best of {ROUNDS})", per_scan(best));
    println!("peer  {:8.3} µs a scan (better of 2)", per_scan(theirs));
    println!("ratio {:8.0} (asked for: {ASKED})", theirs / best);
    let shift = PEERS_ATMOSPHERE_DBAR - ATMOSPHERE_DBAR;
    for ((name, shift), theirs) in
        [("temperature", 0.0), ("conductivity", 0.0), ("pressure", shift)].iter().zip(&result)
    {
        let ours = cast.values(name).context("no such column")?;
        ensure!(ours.len() == theirs.len(), "{} scans against {}", ours.len(), theirs.len());
        let difference = |(ours, theirs): (&f64, &f64)| (ours - shift - theirs).abs();
        let greatest = ours.iter().zip(theirs).map(difference).fold(0.0, f64::max);
        println!("{name}: greatest difference {greatest:.1e}");
    }
    Ok(())
}

/// A profile down and up, with coefficients in its heading.
fn file() -> String {
    let mut text = "* Sea-Bird SBE19plus Data File:\n* <Sensor id='Main Pressure'>\n* <type>strain-0</type>\n* </Sensor>\n\
        * <ExtVolt0>yes</ExtVolt0>\n* <ExtVolt1>yes</ExtVolt1>\n* <ExtVolt2>no</ExtVolt2>\n* <ExtVolt3>no</ExtVolt3>\n\
        * <ExtVolt4>no</ExtVolt4>\n* <ExtVolt5>no</ExtVolt5>\n* <ScansToAverage>1</ScansToAverage>\n\
        * <CalibrationCoefficients DeviceType='SBE19plus' SerialNumber='01900001'>\n"
        .to_owned();
    for (name, coefficients) in COEFFICIENTS {
        // Writing to a String cannot fail.
        writeln!(text, "* <Calibration format='X' id='Main {name}'>").ok();
        for (reply, _, value) in coefficients {
            writeln!(text, "* <{reply}>{value:e}</{reply}>").ok();
        }
        writeln!(text, "* </Calibration>").ok();
    }
    text += "* </CalibrationCoefficients>\n*END*\n";
    for scan in 0..SCANS {
        let way = if scan < SCANS / 2 { scan } else { SCANS - scan };
        let jitter = scan.wrapping_mul(2_654_435_761) >> 24;
        let temperature = 0x04_0000 + way / 2 + jitter;
        let conductivity = 0x1B_5880 - way + jitter;
        let pressure = 0x08_8000 + 4 * way + jitter;
        writeln!(text, "{temperature:06X}{conductivity:06X}{pressure:06X}4E2033330000").ok();
    }
    text
}

/// Version, seconds and the three columns of the peer.
fn peer(root: &Path, folder: &Path, raw: &Path) -> anyhow::Result<(String, f64, Vec<Vec<f64>>)> {
    let told: serde_json::Map<String, serde_json::Value> = COEFFICIENTS
        .iter()
        .map(|(name, coefficients)| {
            let each = coefficients.iter().map(|(_, peers, value)| ((*peers).to_owned(), (*value).into()));
            ((*name).to_owned(), serde_json::Value::Object(each.collect()))
        })
        .collect();
    let (coefficients, result) = (folder.join("coefficients.json"), folder.join("result.f64"));
    std::fs::write(&coefficients, serde_json::to_vec(&told)?)?;
    let python = root.join("target/peers/seabirdscientific/bin/python");
    let output = Command::new(&python)
        .arg(root.join("benches/convert_peer.py"))
        .args([raw, &coefficients, &result])
        .output()
        .with_context(|| format!("{}: install it with benches/prepare", python.display()))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "the peer failed: {}", String::from_utf8_lossy(&output.stderr));
    let (version, seconds) = said.trim().split_once(' ').context("the peer said nothing")?;
    let bytes = std::fs::read(&result)?;
    let numbers: Vec<f64> =
        bytes.chunks_exact(8).filter_map(|chunk| Some(f64::from_le_bytes(chunk.try_into().ok()?))).collect();
    let columns = numbers.chunks(SCANS as usize).map(<[f64]>::to_vec).collect();
    Ok((version.to_owned(), seconds.parse()?, columns))
}
