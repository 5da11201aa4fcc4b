//! Bugs in the controller itself: a driver, the core or the whole process dies under full pressure.

use crate::world::{Setting, deep_plan};
use hadal::run::{Simulation, TwinConnector};
use hadal_controller::link::{BoxFuture, Line};
use hadal_controller::{Connector, StopHandle};
use hadal_record::MemoryStore;
use hadal_record::event::Outcome;
use hadal_rigs::description::Endpoint;
use hadal_sim::Sockets;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Lines that panic in whoever reads them, once armed; each instrument's next line is sound again.
struct Mined {
    sockets: Sockets,
    instrument: &'static str,
    armed: Arc<AtomicBool>,
}

struct MinedLine {
    line: Box<dyn Line>,
    armed: Option<Arc<AtomicBool>>,
}

impl Connector for Mined {
    fn open<'a>(
        &'a self,
        name: &'a str,
        _endpoint: &'a Endpoint,
    ) -> BoxFuture<'a, io::Result<Box<dyn Line>>> {
        Box::pin(async move {
            let line: Box<dyn Line> = Box::new(self.sockets.open(name)?);
            let armed = (name == self.instrument).then(|| self.armed.clone());
            Ok(Box::new(MinedLine { line, armed }) as Box<dyn Line>)
        })
    }
}

impl AsyncRead for MinedLine {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.armed.as_ref().is_some_and(|armed| armed.swap(false, Ordering::SeqCst)) {
            panic!("a bug in the driver");
        }
        Pin::new(&mut self.line).poll_read(cx, buf)
    }
}

impl AsyncWrite for MinedLine {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

fn driver_panics(instrument: &'static str) {
    let plan = deep_plan();
    let memory = MemoryStore::new();
    let armed = Arc::new(AtomicBool::new(false));
    let mut simulation = Simulation::new(&plan, &crate::world::scenario(&plan), 11).unwrap();
    let trigger = armed.clone();
    let mut fired = false;
    let listener = Box::new(move |progress: &hadal_controller::Progress| {
        if !fired && progress.step.contains("Soak") && progress.step.contains("115 MPa") {
            trigger.store(true, Ordering::SeqCst);
            fired = true;
        }
    });
    let through = |sockets| Arc::new(Mined { sockets, instrument, armed }) as Arc<dyn Connector>;
    let report = simulation
        .run_through(&plan, Box::new(memory.clone()), StopHandle::new(), listener, through)
        .unwrap();
    assert_eq!(report.outcome, Outcome::Tripped { cause: "DriverPanicked".to_owned() });
    assert!(report.plant_vented, "{report:?}");
    let ran = crate::world::Ran { report, journal: memory.bytes(), simulation };
    assert!(
        ran.plant().peak_pressure.mpa() > 100.0,
        "the bug came too early: {:?}",
        ran.plant().peak_pressure
    );
    ran.assert_safe_and_vented(&plan);
}

#[test]
fn a_driver_that_panics_leaves_the_plant_safe() {
    driver_panics("bridge");
}

#[test]
fn the_plc_driver_itself_panics_and_a_fresh_line_vents() {
    driver_panics("plc");
}

#[test]
fn a_core_that_panics_leaves_the_plant_safe() {
    let plan = deep_plan();
    let memory = MemoryStore::new();
    let mut simulation = Simulation::new(&plan, &crate::world::scenario(&plan), 11).unwrap();
    let listener = Box::new(|progress: &hadal_controller::Progress| {
        assert!(!(progress.step.contains("Soak") && progress.step.contains("115 MPa")), "a bug in the core");
    });
    let connector = |sockets| Arc::new(TwinConnector { sockets }) as Arc<dyn Connector>;
    let report = simulation
        .run_through(&plan, Box::new(memory.clone()), StopHandle::new(), listener, connector)
        .unwrap();
    assert!(
        matches!(&report.outcome, Outcome::Failed { reason } if reason.contains("a bug in the core")),
        "{report:?}"
    );
    assert!(report.plant_vented);
    crate::world::Ran { report, journal: memory.bytes(), simulation }.assert_safe_and_vented(&plan);
}

#[test]
fn a_controller_that_dies_is_vented_by_the_watchdog() {
    // The line to the PLC goes silent for good, as if the process had been killed: nothing of the controller is left.
    let plan = deep_plan();
    let ran = {
        let setting = Setting::of(&plan)
            .with(&["Soak", "115 MPa"], hadal_sim::Effect::LinkLost { instrument: "plc".to_owned() });
        let mut ran = setting.run();
        ran.simulation.twin.advance_by_s(20.0);
        let falling = ran.plant();
        assert!(falling.actuators.pump_ml_per_min <= 0.0 && falling.actuators.release_ml_per_min >= 0.0);
        ran.simulation.twin.advance_by_s(3600.0);
        ran
    };
    ran.assert_safe_and_vented(&plan);
}
