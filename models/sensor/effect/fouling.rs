//! Growth: a film that narrows a conductivity cell, and one that dims a window.
//!
//! Thermosalinographs read ever fresher, mostly in a straight line (GOSUD, adjustment on water samples); windows of
//! transmissometers lose light gradually, so that attenuation drifts upwards (USGS Open-File Report 02-217, biological fouling). Both are
//! a film that grows at an even rate, after an antifoulant has ceased to keep it away.

use serde::{Deserialize, Serialize};

/// A film that grows at an even rate once it has begun.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Film {
    /// Growth, m a day.
    pub m_per_day: f64,
    /// Days without growth at first, while the antifoulant works.
    pub free_days: f64,
}

impl Film {
    /// Thickness after so many days, m.
    pub fn thickness_m(&self, days: f64) -> f64 {
        self.m_per_day * (days - self.free_days).max(0.0)
    }
}

/// What a film takes off the conductance of a bore, relative to it clean: current passes through what is left of the water
/// and, less easily, through the film around it, side by side.
///
/// `film_conductivity_ratio` is the film's conductivity over the water's: slime is mostly water, shell conducts nothing. A bore
/// grown over reads the film.
pub fn narrowed_bore(thickness_m: f64, bore_radius_m: f64, film_conductivity_ratio: f64) -> f64 {
    let open = (1.0 - thickness_m / bore_radius_m).clamp(0.0, 1.0);
    film_conductivity_ratio + (1.0 - film_conductivity_ratio) * open * open
}

/// Share of light that passes a window with a film, by Beer's law.
pub fn dimmed_window(thickness_m: f64, attenuation_per_m: f64) -> f64 {
    libm::exp(-attenuation_per_m * thickness_m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thin_films_take_twice_their_share_of_the_radius_and_grow_in_a_straight_line() {
        let film = Film { m_per_day: 1e-8, free_days: 30.0 };
        assert!(film.thickness_m(30.0).abs() < 1e-30);
        let lost = |days: f64| 1.0 - narrowed_bore(film.thickness_m(days), 2e-3, 0.0);
        assert!((lost(130.0) / (2.0 * 1e-6 / 2e-3) - 1.0).abs() < 1e-3, "{}", lost(130.0));
        assert!((lost(230.0) / lost(130.0) - 2.0).abs() < 1e-3);
    }

    #[test]
    fn a_film_that_conducts_as_the_water_does_is_not_seen_and_a_closed_bore_reads_the_film() {
        assert!((narrowed_bore(1e-4, 2e-3, 1.0) - 1.0).abs() < 1e-15);
        assert!((narrowed_bore(1.0, 2e-3, 0.3) - 0.3).abs() < 1e-15);
    }

    #[test]
    fn two_films_dim_as_the_product() {
        let both = dimmed_window(3e-6, 1e4);
        assert!((both - dimmed_window(1e-6, 1e4) * dimmed_window(2e-6, 1e4)).abs() < 1e-15);
    }
}
