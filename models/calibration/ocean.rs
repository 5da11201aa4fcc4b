//! Where in pressure, temperature and salinity there is ocean: a calibration needs to hold nowhere else.

/// The water between two pressures.
struct Band {
    to_mpa_sea: f64,
    temperature_celsius: [f64; 2],
    practical_salinity: [f64; 2],
}

/// From the surface down. The upper two hold marginal seas (Persian Gulf 35 °C, Red Sea 22 °C and 41 to its bottom at
/// 3,000 m, deep Mediterranean 14 °C); below 70 MPa there are only trenches and the deepest basins, which the open ocean fills.
const BANDS: [Band; 3] = [
    Band { to_mpa_sea: 5.0, temperature_celsius: [-2.0, 35.0], practical_salinity: [0.0, 42.0] },
    Band { to_mpa_sea: 70.0, temperature_celsius: [-2.0, 22.0], practical_salinity: [33.0, 41.0] },
    Band { to_mpa_sea: 127.0, temperature_celsius: [0.0, 5.0], practical_salinity: [34.0, 36.0] },
];

/// Whether there is such water: temperature on the ITS-90, practical salinity, sea pressure.
///
/// ```
/// use hadal_models::calibration::ocean;
///
/// assert!(ocean::contains(2.4, 34.7, 110.0));
/// assert!(!ocean::contains(20.0, 34.7, 110.0));
/// ```
pub fn contains(temperature_celsius: f64, practical_salinity: f64, pressure_mpa_sea: f64) -> bool {
    let band = BANDS.iter().find(|band| pressure_mpa_sea <= band.to_mpa_sea);
    let within = |[least, most]: [f64; 2], value: f64| (least..=most).contains(&value);
    band.is_some_and(|band| {
        within(band.temperature_celsius, temperature_celsius)
            && within(band.practical_salinity, practical_salinity)
    })
}
