//! Sea-Bird Scientific, as printed on its calibration sheets.

mod conductivity;
mod pressure;
mod temperature;

pub(super) use conductivity::Sbe37Conductivity;
pub(super) use pressure::Sbe37Pressure;
pub(super) use temperature::Sbe37Temperature;
