//! What carries the Gibbs function of liquid water from 100 MPa, where that of TEOS-10 ends, on to IAPWS-95.
//!
//! Δg = u⁴ Σ cⱼ yʲ + c u⁶ (J/kg), with y = (T − 273.15 K)/40 K and u = z − 1, where z is sea pressure over 100 MPa;
//! nothing for z < 1. So it vanishes with its first three derivatives at 100 MPa: no solver or plot sees a seam.
//!
//! Fitted by weighted least squares to what IAPWS-95 (IAPWS R6-95, 2018) has over IAPWS SR7-09 in specific
//! volume, its derivatives by temperature and pressure, and ∂²g/∂T² from 100 MPa on, for −18 to 40 °C and 100
//! to 130 MPa; made by `tests/reference/water_beyond_100_mpa.py`. Six terms: fewer leave twice the difference
//! in expansion, and 0.3 m/s in the cold; fourteen would halve what is left in sound speed and little else.
//!
//! Largest differences from IAPWS-95, 100 to 127 MPa, without and with the correction:
//!
//! | | density | sound speed | expansion | heat capacity |
//! |---|---|---|---|---|
//! | −4 to 40 °C | 0.95, 0.12 ppm | 0.27, 0.03 m/s | 97e-9, 33e-9 1/K | 0.19, 0.21 J/(kg K) |
//! | −10 to −5 °C | 0.87, 0.21 ppm | 0.24, 0.02 m/s | 130e-9, 153e-9 1/K | 0.97, 0.97 J/(kg K) |
//! | −18 to −11 °C | 3.9, 4.4 ppm | 0.40, 0.04 m/s | 1.2e-6, 1.1e-6 1/K | 1.4, 1.4 J/(kg K) |
//!
//! What is left in density below −4 °C is there at 100 MPa already. In that metastable liquid IAPWS-95 is
//! extrapolated itself: IAPWS G12-15, made for supercooled water, is 100 ppm denser at −5 °C and 730 ppm at
//! −18 °C (127 MPa). Beyond 130 MPa the polynomial runs on unchecked.

/// cⱼ of u⁴, for y⁰ to y⁶, J/kg.
pub(super) const FOURTH_POWER: [f64; 7] = [0.0, 0.0, 15.585, -18.736, -35.965, 66.522, -27.461];

/// c of u⁶, J/kg.
pub(super) const SIXTH_POWER: f64 = 1.336;
