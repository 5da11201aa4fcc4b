//! Seawater, primary standards, sensors, makers' equations, calibration and uncertainty.
//!
//! Pure: no input or output, no clock, no threads; randomness is passed in. Every transcendental function comes from
//! the compiled-in `libm`, so that the same binary gives the same bits on every machine.

pub mod calibration;
pub mod cast;
pub mod constants;
pub mod equation;
pub mod format;
#[cfg(test)]
mod mutation;
mod newton;
pub mod processing;
pub mod quantity;
pub mod randomness;
pub mod seawater;
#[cfg(feature = "truth")]
pub mod sensor;
pub mod standards;
pub mod uncertainty;
