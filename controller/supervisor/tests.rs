//! Whole runs against a tiny scripted plant over in-memory lines: every ending leaves the plant safe and vented.

use super::*;
use crate::link::{BoxFuture, Line};
use crate::procedure::{Advice, Advised, Whereabouts};
use hadal_models::standards::its90::SprtCoefficients;
use hadal_record::event::{Plant, Source};
use hadal_record::{Fault, FaultyStore, MemoryStore, Store};
use hadal_rigs::description::{Endpoint, parse};
use hadal_wire::plant_plc::{CommandBlock, Mode, PlantState, StatusBits, StatusBlock, Tagged};
use hadal_wire::{Decode, fluke_1595a, operator, paroscientific, plant_plc, sbe_37};
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, DuplexStream, ReadBuf};

/// A vessel of constant temperature whose pressure follows flow.
struct World {
    pressure: f64,
    peak: f64,
    fastest_fall: f64,
    salinity: f64,
    at_ns: u64,
    clock: Clock,
    command: Option<CommandBlock>,
    modes: Vec<Mode>,
    looks: u32,
    opened: Vec<String>,
    fault: Sabotage,
}

/// What goes wrong once the pressure is above 5 MPa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sabotage {
    None,
    /// The line of this instrument panics when read.
    Panic(&'static str),
    /// The line of this instrument breaks and does not open again.
    Break(&'static str),
    /// The operator presses STOP.
    StopPressed,
    /// The PLC is never to be reached.
    NoPlc,
    /// Neither the PLC nor the reference transducer is.
    NoWitness,
}

impl World {
    fn advance(&mut self) {
        let now_ns = self.clock.now_ns();
        let minutes = crate::clock::seconds(now_ns - self.at_ns) / 60.0;
        self.at_ns = now_ns;
        let rate = match self.command {
            Some(command) if command.mode == Mode::Run => {
                (command.pump_ml_per_min - command.release_ml_per_min) / 32.0
            }
            Some(command) if command.mode == Mode::Vent => -command.vent_rate_mpa_per_min,
            _ => 0.0,
        };
        let before = self.pressure;
        self.pressure = (self.pressure + rate * minutes).max(0.101_325);
        self.peak = self.peak.max(self.pressure);
        if minutes > 0.0 && before > 0.2 {
            self.fastest_fall = self.fastest_fall.max((before - self.pressure) / minutes);
        }
    }

    /// The last digit of any honest instrument flickers.
    fn flicker(&mut self) -> f64 {
        self.looks += 1;
        1e-6 * f64::from(self.looks % 7)
    }

    fn is_sabotaged(&self, fault: Sabotage) -> bool {
        self.fault == fault && self.pressure > 5.0
    }
}

#[derive(Clone)]
struct Bench(Arc<Mutex<World>>);

impl Bench {
    fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.0.lock().unwrap();
        world.advance();
        world
    }
}

impl Connector for Bench {
    fn open<'a>(&'a self, name: &'a str, _: &'a Endpoint) -> BoxFuture<'a, io::Result<Box<dyn Line>>> {
        let (near, far) = tokio::io::duplex(4096);
        let mut world = self.world();
        world.opened.push(name.to_owned());
        let broken = match world.fault {
            Sabotage::Break(who) => who == name && world.pressure > 5.0,
            Sabotage::NoPlc => name == "plc",
            Sabotage::NoWitness => name == "plc" || name == "pressure",
            _ => false,
        };
        drop(world);
        if broken {
            return Box::pin(async { Err(io::ErrorKind::ConnectionRefused.into()) });
        }
        tokio::spawn(serve(self.clone(), name.to_owned(), far));
        let line: Box<dyn Line> =
            Box::new(Saboteur { name: name.to_owned(), bench: self.clone(), line: near });
        Box::pin(async { Ok(line) })
    }
}

/// A line that panics or breaks on command.
struct Saboteur {
    name: String,
    bench: Bench,
    line: DuplexStream,
}

impl AsyncRead for Saboteur {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let world = self.bench.world();
        let fault = if world.pressure > 5.0 { world.fault } else { Sabotage::None };
        drop(world);
        match fault {
            Sabotage::Panic(who) if who == self.name && crew_is_working(&self.bench) => {
                panic!("sabotaged line")
            }
            Sabotage::Break(who) if who == self.name => Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
            _ => Pin::new(&mut self.line).poll_read(cx, buf),
        }
    }
}

/// The saboteur spares the supervisor's own lines.
fn crew_is_working(bench: &Bench) -> bool {
    bench.world().command.is_some_and(|command| command.mode == Mode::Run)
}

impl AsyncWrite for Saboteur {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write(cx, buf)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

async fn serve(bench: Bench, name: String, line: DuplexStream) {
    match name.as_str() {
        "bridge" => {
            answer(line, fluke_1595a::RequestDecoder::default(), |request| bridge(&bench, &request)).await
        }
        "pressure" => answer(line, paroscientific::RequestDecoder::default(), |_| transmitter(&bench)).await,
        "plc" => answer(line, plant_plc::RequestDecoder::default(), |request| plc(&bench, request)).await,
        "operator" => console(bench, line).await,
        _ => answer(line, sbe_37::RequestDecoder::default(), |typed| item(&typed)).await,
    }
}

async fn answer<D: Decode>(
    mut line: DuplexStream,
    mut decoder: D,
    mut reply: impl FnMut(D::Message) -> Vec<u8>,
) {
    let mut chunk = [0; 512];
    while let Ok(count @ 1..) = line.read(&mut chunk).await {
        for request in decoder.feed(&chunk[..count]).into_iter().flatten() {
            let bytes = reply(request);
            tokio::time::sleep(Duration::from_millis(20)).await;
            if line.write_all(&bytes).await.is_err() {
                return;
            }
        }
    }
}

/// Both thermometers are this one.
const SPRT: SprtCoefficients = SprtCoefficients { resistance_tpw_ohm: 25.487_312, a: -2.796_69e-4, b: 0.0 };

fn bridge(bench: &Bench, request: &fluke_1595a::Request) -> Vec<u8> {
    match request {
        fluke_1595a::Request::OperationStatus => fluke_1595a::Reply::Register(16).encode(),
        fluke_1595a::Request::Fetch => {
            let ohm = SPRT.resistance_ohm(hadal_models::quantity::Temperature::from_celsius(19.0));
            fluke_1595a::Reply::Measurement(ohm + bench.world().flicker()).encode()
        }
        _ => Vec::new(),
    }
}

fn transmitter(bench: &Bench) -> Vec<u8> {
    let mut world = bench.world();
    let pressure = world.pressure + world.flicker();
    let psi = hadal_models::quantity::AbsolutePressure::from_mpa(pressure).psi();
    paroscientific::Reply { transmitter: 1, content: paroscientific::Content::Value(psi) }.encode()
}

fn plc(bench: &Bench, request: Tagged<plant_plc::Request>) -> Vec<u8> {
    let mut world = bench.world();
    world.looks += 1;
    let reply = match request.message {
        plant_plc::Request::WriteCommand(command) => {
            world.command = Some(command);
            if world.modes.last() != Some(&command.mode) {
                world.modes.push(command.mode);
            }
            plant_plc::Reply::Written
        }
        _ => plant_plc::Reply::Status(StatusBlock {
            heartbeat: (world.looks % 60_000) as u16,
            state: PlantState::Run,
            bits: StatusBits { lid_locked: true, ..StatusBits::default() },
            command_heartbeat: 0,
            pressure_mpa_absolute: world.pressure,
            pressure_rate_mpa_per_min: 0.0,
            jacket_celsius: 19.0,
            pump_water_celsius: 20.0,
            pumped_ml: 0.0,
            released_ml: 0.0,
            hall_celsius: 20.0,
        }),
    };
    reply.encode(request.transaction)
}

async fn console(bench: Bench, mut line: DuplexStream) {
    let mut decoder = operator::RequestDecoder::default();
    let mut chunk = [0; 512];
    loop {
        let read = tokio::time::timeout(Duration::from_secs(1), line.read(&mut chunk)).await;
        if bench.world().is_sabotaged(Sabotage::StopPressed) {
            line.write_all(&operator::Reply::Stop.encode()).await.ok();
            return;
        }
        if bench.world().is_sabotaged(Sabotage::Break("operator")) {
            return;
        }
        let count = match read {
            Err(_) => continue,
            Ok(Ok(count @ 1..)) => count,
            Ok(_) => return,
        };
        for request in decoder.feed(&chunk[..count]).into_iter().flatten() {
            tokio::time::sleep(Duration::from_secs(300)).await;
            let number = request.number;
            let value = bench.world().salinity;
            line.write_all(&operator::Reply::Drawn { number }.encode()).await.ok();
            line.write_all(&operator::Reply::Entry { number, value }.encode()).await.ok();
        }
    }
}

fn item(typed: &sbe_37::Typed) -> Vec<u8> {
    let scan = sbe_37::RawScan {
        temperature_counts: 400_000.0,
        conductivity_hz: 5_000.0,
        pressure_counts: 500_000.0,
        pressure_temperature_counts: 2_000.0,
    };
    let text = |line: &str| sbe_37::Reply::Text(line.to_owned()).encode("");
    let reply = match typed.request {
        Some(sbe_37::Request::SampleRaw) => sbe_37::Reply::Raw(scan).encode("01 Jan 2000, 00:00:00"),
        Some(sbe_37::Request::DisplayStatus) => [text("SBE37"), text("sample")].concat(),
        _ => Vec::new(),
    };
    [text(&typed.line), reply, b"S>".to_vec()].concat()
}

type Watcher = Box<dyn FnMut(&Progress) + Send>;

fn setup(bench: &Bench, store: Box<dyn Store>, stop: StopHandle, progress: Watcher) -> RunSetup {
    let rig_text = include_str!("../../rigs/catalog/full-ocean-depth-71l.toml");
    let mut rig: Rig = parse("rig", rig_text).unwrap();
    for sprt in &mut rig.reference_thermometer {
        (sprt.resistance_tpw_ohm, sprt.a, sprt.b) = (SPRT.resistance_tpw_ohm, SPRT.a, SPRT.b);
    }
    let item: Item = parse("item", include_str!("../../rigs/catalog/items/deep-ctd.toml")).unwrap();
    let text = include_str!("../../rigs/catalog/procedures/ctd-short.toml");
    let mut procedure: Procedure = parse("procedure", text).unwrap();
    procedure.leg.truncate(1);
    let items = vec![item];
    let (links, channels) = plan_record(&rig, &items);
    let source = Source { path: "rig.toml".to_owned(), text: rig_text.to_owned() };
    let opened = Opened {
        run_id: "0".repeat(32),
        plant: Plant::Twin { seed: 1 },
        procedure: source.clone(),
        rig: source,
        items: Vec::new(),
        software: "test".to_owned(),
        epoch_utc_ns: 0,
        links,
        channels,
    };
    let clock = bench.0.lock().unwrap().clock.clone();
    let journal = Journal::create(store, opened.clone()).unwrap();
    let envelope = Envelope::of(&rig, &items);
    let connector = Arc::new(bench.clone());
    let adviser = None;
    RunSetup { rig, procedure, items, envelope, opened, clock, connector, journal, stop, adviser, progress }
}

fn bench(fault: Sabotage) -> Bench {
    Bench(Arc::new(Mutex::new(World {
        pressure: 0.101_325,
        peak: 0.0,
        fastest_fall: 0.0,
        salinity: 35.0,
        at_ns: 0,
        clock: Clock::virtual_from(0),
        command: None,
        modes: Vec::new(),
        looks: 0,
        opened: Vec::new(),
        fault,
    })))
}

async fn run_with(fault: Sabotage) -> (RunReport, Bench) {
    let bench = bench(fault);
    let setup = setup(&bench, Box::new(MemoryStore::new()), StopHandle::new(), Box::new(|_| ()));
    (run(setup).await, bench)
}

/// Safe was commanded before Vent, the vessel is at one atmosphere, and it never fell faster than allowed.
fn assert_safe(report: &RunReport, bench: &Bench) {
    assert!(report.plant_vented, "{report:?}");
    let world = bench.world();
    assert!(world.peak > 5.0, "the fault came under pressure: {}", world.peak);
    assert!(world.pressure < 0.2, "{}", world.pressure);
    assert!(world.modes.ends_with(&[Mode::Run, Mode::Safe, Mode::Vent]), "{:?}", world.modes);
    assert!(world.fastest_fall <= 6.0 + 1e-9, "{}", world.fastest_fall);
}

fn tripped(cause: Cause) -> Outcome {
    Outcome::Tripped { cause: cause.to_string() }
}

#[tokio::test(start_paused = true)]
async fn a_run_completes_vented_with_all_points_and_the_same_head_twice() {
    let (report, bench) = run_with(Sabotage::None).await;
    assert_eq!(report.outcome, Outcome::Completed, "{report:?}");
    assert_eq!(report.points, 3);
    assert_safe(&report, &bench);
    let (again, _) = run_with(Sabotage::None).await;
    assert_eq!(report.head, again.head);
}

#[tokio::test(start_paused = true)]
async fn a_driver_that_panics_leaves_the_plant_safe_and_vented() {
    for name in ["bridge", "pressure", "plc"] {
        let (report, bench) = run_with(Sabotage::Panic(name)).await;
        assert_eq!(report.outcome, tripped(Cause::DriverPanicked), "{name}: {report:?}");
        assert_safe(&report, &bench);
        let lines = bench.world().opened.iter().filter(|opened| *opened == "plc").count();
        assert!(lines >= 2, "a fresh line to the PLC");
    }
}

#[tokio::test(start_paused = true)]
async fn a_core_that_panics_leaves_the_plant_safe_and_vented() {
    let bench = bench(Sabotage::None);
    let explode =
        |progress: &Progress| assert!(!progress.step.contains("Soak: leg 0 (trial, 19 °C), 8 MPa"), "boom");
    let setup = setup(&bench, Box::new(MemoryStore::new()), StopHandle::new(), Box::new(explode));
    let report = run(setup).await;
    let Outcome::Failed { reason } = &report.outcome else { panic!("{report:?}") };
    assert!(reason.contains("panicked") && reason.contains("boom"), "{reason}");
    assert_safe(&report, &bench);
}

#[tokio::test(start_paused = true)]
async fn a_lost_line_trips_and_vents() {
    for name in ["bridge", "pressure", "operator"] {
        let (report, bench) = run_with(Sabotage::Break(name)).await;
        assert_eq!(report.outcome, tripped(Cause::LostLink), "{name}: {report:?}");
        assert_safe(&report, &bench);
    }
}

#[tokio::test(start_paused = true)]
async fn stop_at_the_console_and_stop_by_handle_trip_and_vent() {
    let (report, pressed) = run_with(Sabotage::StopPressed).await;
    assert_eq!(report.outcome, tripped(Cause::OperatorStop), "{report:?}");
    assert_safe(&report, &pressed);

    let (bench, stop) = (bench(Sabotage::None), StopHandle::new());
    let handle = stop.clone();
    let watch = move |progress: &Progress| {
        if progress.step.contains("8 MPa") && progress.step.starts_with("Soak") {
            handle.stop();
        }
    };
    let setup = setup(&bench, Box::new(MemoryStore::new()), stop, Box::new(watch));
    let report = run(setup).await;
    assert_eq!(report.outcome, tripped(Cause::OperatorStop), "{report:?}");
    assert_safe(&report, &bench);
}

#[tokio::test(start_paused = true)]
async fn without_the_plc_the_reference_is_asked_and_without_both_the_report_says_so() {
    let (report, _) = run_with(Sabotage::NoPlc).await;
    assert_eq!(report.outcome, tripped(Cause::LostLink));
    assert!(report.plant_vented, "the reference saw one atmosphere: {report:?}");

    let (report, _) = run_with(Sabotage::NoWitness).await;
    assert_eq!(report.outcome, tripped(Cause::LostLink));
    let reason = report.not_vented.unwrap();
    assert_eq!(reason, "the PLC does not answer, the reference does not answer");
}

#[tokio::test(start_paused = true)]
async fn a_record_that_cannot_be_written_trips_and_the_plant_is_vented_unrecorded() {
    let bench = bench(Sabotage::None);
    let store = FaultyStore::new(MemoryStore::new(), Fault::FullAfterBytes(2_000_000));
    let setup = setup(&bench, Box::new(store), StopHandle::new(), Box::new(|_| ()));
    let report = run(setup).await;
    assert_eq!(report.outcome, tripped(Cause::RecordFailed), "{report:?}");
    assert!(report.plant_vented && report.record_failed.is_some(), "{report:?}");
}

/// Says what it was given to say, the next last, and panics when that has run out.
struct Scripted(Vec<Advice>);

impl Adviser for Scripted {
    fn hear(&mut self, _: &Event) {}

    fn advise(&mut self, _: Whereabouts) -> Result<Advised, String> {
        let advice = self.0.pop().expect("nothing left to say");
        Ok(Advised { advice, why: format!("{advice:?}"), remaining_s: 0.0 })
    }
}

async fn run_advised(said: &[Advice]) -> (RunReport, Bench) {
    let bench = bench(Sabotage::None);
    let setup = setup(&bench, Box::new(MemoryStore::new()), StopHandle::new(), Box::new(|_| ()));
    let adviser: Box<dyn Adviser> = Box::new(Scripted(said.iter().rev().copied().collect()));
    (run(RunSetup { adviser: Some(adviser), ..setup }).await, bench)
}

#[tokio::test(start_paused = true)]
async fn an_advised_run_completes_with_the_same_head_twice() {
    let said = [Advice::Begin(0), Advice::GoTo(1), Advice::GoTo(2), Advice::EndLeg, Advice::Finish];
    let (report, bench) = run_advised(&said).await;
    assert_eq!((report.outcome.clone(), report.points), (Outcome::Completed, 3), "{report:?}");
    assert_safe(&report, &bench);
    assert_eq!(report.head, run_advised(&said).await.0.head);
}

#[tokio::test(start_paused = true)]
async fn an_adviser_that_panics_under_pressure_leaves_the_plant_safe_and_vented() {
    let (report, bench) = run_advised(&[Advice::Begin(0), Advice::GoTo(1)]).await;
    let Outcome::Failed { reason } = &report.outcome else { panic!("{report:?}") };
    assert!(reason.contains("no advice") && reason.contains("nothing left to say"), "{reason}");
    assert_safe(&report, &bench);
}
