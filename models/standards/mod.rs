//! Primary standards: the temperature scales, the pressure balance with its gravity, Standard Seawater.

pub mod calendar;
pub mod gravity;
pub mod ipts68;
pub mod its90;
pub mod pressure_balance;
pub mod standard_seawater;
