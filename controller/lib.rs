//! The controller: it talks to a chamber and its instruments only through bytes, runs the procedure, and keeps it safe.
//!
//! [`supervisor::run`] is the whole of a run. Each instrument has a task with a line of its own; the core takes what they
//! read, asks the [`interlock`] first and the [`procedure`] second, and records both. Both are pure state machines.
//! Whatever ends a run, an error and a panic included, the supervisor makes the plant safe and vents it through a
//! fresh line to the PLC.

pub mod clock;
pub mod instrument;
pub mod interlock;
pub mod link;
pub mod procedure;
pub mod progress;
pub mod recorder;
pub mod supervisor;

pub use clock::Clock;
pub use link::{Connector, HardwareConnector, Line};
pub use progress::Progress;
pub use supervisor::{RunReport, RunSetup, StopHandle, plan_record, run};
