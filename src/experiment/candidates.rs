//! What a rig can make for an item: waters at ambient pressure, and waters under pressure.

use super::ocean;
use hadal_rigs::description::{Item, Leg, Loaded, Procedure, Rig, plan_check};

/// Waters at ambient pressure: the surface of the sea, from estuaries to the saltiest, where the rig can make it.
const SURFACE_CELSIUS: [f64; 5] = [0.0, 8.0, 16.0, 24.0, 32.0];
const SURFACE_SALINITIES: [f64; 4] = [5.0, 20.0, 35.0, 38.0];
/// Waters under pressure: those of the deep sea.
const DEEP_CELSIUS: [f64; 2] = [0.0, 5.0];
const DEEP_SALINITIES: [f64; 2] = [34.0, 36.0];
/// Pressures of a leg are chosen among so many, evenly from one to the highest.
const LEVELS: u32 = 8;
/// What cannot be made as cold as asked is made this much warmer, as often as needed.
const WARMER_K: f64 = 0.5;
const WARMER_STEPS: u32 = 12;

/// A water: temperature and salinity as set points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// Temperature (ITS-90), °C.
    pub temperature_celsius: f64,
    /// Practical salinity.
    pub salinity_practical: f64,
}

/// Something that can be added to a design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Candidate {
    /// A leg at ambient pressure in this water; again for a replicate.
    Ambient(usize),
    /// A pressure, rising and falling, of the leg under pressure in this water, MPa above one atmosphere.
    Pressure(usize, f64),
}

/// All candidates; numbers of sites are places in `sites`.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// The waters.
    pub sites: Vec<Site>,
    /// What can be added.
    pub list: Vec<Candidate>,
    /// The highest pressure among them, MPa above one atmosphere.
    pub highest_mpa_sea: f64,
}

impl Candidates {
    /// Those that rig and item allow, by the same checks that a run must pass.
    pub fn of(rig: &Loaded<Rig>, item: &Loaded<Item>, terms: &Loaded<Procedure>) -> Self {
        let highest_mpa_sea = highest_mpa_sea(&rig.value, &item.value, &terms.value);
        let mut found = Self { sites: Vec::new(), list: Vec::new(), highest_mpa_sea };
        let possible = |site: Site, pressure: f64| {
            let mut procedure = terms.clone();
            procedure.value.leg = vec![leg(site, &[pressure], "candidate")];
            plan_check(rig, &procedure, std::slice::from_ref(item)).is_ok()
        };
        for (celsius, salinities, pressure) in [
            (SURFACE_CELSIUS.as_slice(), SURFACE_SALINITIES.as_slice(), None),
            (DEEP_CELSIUS.as_slice(), DEEP_SALINITIES.as_slice(), Some(highest_mpa_sea)),
        ] {
            for (celsius, salinity) in celsius.iter().flat_map(|t| salinities.iter().map(move |s| (*t, *s))) {
                let warmer = (0..WARMER_STEPS).map(|step| Site {
                    temperature_celsius: celsius + f64::from(step) * WARMER_K,
                    salinity_practical: salinity,
                });
                if let Some(site) = warmer.into_iter().find(|site| possible(*site, pressure.unwrap_or(0.0))) {
                    found.add(site, pressure);
                }
            }
        }
        found
    }

    /// The legs that a procedure file lists, each a water of its own: one at ambient pressure as a whole, one under pressure by
    /// each of its pressures.
    pub fn listed(procedure: &Procedure) -> Self {
        let mut found = Self { sites: Vec::new(), list: Vec::new(), highest_mpa_sea: 0.0 };
        for (number, leg) in procedure.leg.iter().enumerate() {
            let Leg { temperature_celsius, salinity_practical, .. } = *leg;
            found.sites.push(Site { temperature_celsius, salinity_practical });
            let mut pressures = leg.pressures_mpa_sea.clone();
            pressures.retain(|pressure| *pressure > 0.0);
            pressures.sort_by(f64::total_cmp);
            pressures.dedup();
            match pressures.last() {
                None => found.list.push(Candidate::Ambient(number)),
                Some(highest) => found.highest_mpa_sea = found.highest_mpa_sea.max(*highest),
            }
            found.list.extend(pressures.into_iter().map(|pressure| Candidate::Pressure(number, pressure)));
        }
        found
    }

    fn add(&mut self, site: Site, highest_mpa_sea: Option<f64>) {
        let number = self.sites.len();
        self.sites.push(site);
        match highest_mpa_sea {
            None => self.list.push(Candidate::Ambient(number)),
            Some(highest) => {
                let level = |k: u32| (highest * f64::from(k) / f64::from(LEVELS)).round();
                self.list.extend((1..=LEVELS).map(|k| Candidate::Pressure(number, level(k))));
            }
        }
    }
}

/// A little more than the deepest place that is judged, if rig and item bear it.
fn highest_mpa_sea(rig: &Rig, item: &Item, terms: &Procedure) -> f64 {
    let judged =
        ocean::places(item.rating_mpa_sea).iter().map(|place| place.pressure_mpa_sea).fold(0.0, f64::max);
    let limit = hadal_models::quantity::AbsolutePressure::from_mpa(rig.limits.pressure_max_mpa_absolute);
    let bears = item.rating_mpa_sea.min(limit.sea().mpa()) - terms.approach.pressure_tolerance_mpa;
    (judged + terms.approach.pressure_tolerance_mpa).ceil().min(bears.floor())
}

/// A leg in this water: up through the pressures, down again, ambient at both ends.
pub fn leg(site: Site, rising_mpa_sea: &[f64], name: &str) -> Leg {
    let under = || rising_mpa_sea.iter().copied().filter(|pressure| *pressure > 0.0);
    let falling: Vec<f64> = under().collect();
    let pressures_mpa_sea: Vec<f64> = match falling.is_empty() {
        true => vec![0.0],
        false => std::iter::once(0.0)
            .chain(under())
            .chain(falling.into_iter().rev().skip(1))
            .chain(std::iter::once(0.0))
            .collect(),
    };
    Leg {
        name: name.to_owned(),
        temperature_celsius: site.temperature_celsius,
        salinity_practical: site.salinity_practical,
        pressures_mpa_sea,
    }
}

impl std::fmt::Display for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} °C, SP {}", self.temperature_celsius, self.salinity_practical)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hadal_rigs::description::load;
    use std::path::Path;

    #[test]
    fn a_leg_rises_and_falls_through_the_same_pressures() {
        let site = Site { temperature_celsius: 1.0, salinity_practical: 35.0 };
        assert_eq!(leg(site, &[], "a").pressures_mpa_sea, [0.0]);
        assert_eq!(leg(site, &[50.0], "a").pressures_mpa_sea, [0.0, 50.0, 0.0]);
        assert_eq!(leg(site, &[50.0, 100.0], "a").pressures_mpa_sea, [0.0, 50.0, 100.0, 50.0, 0.0]);
    }

    #[test]
    fn water_that_would_freeze_on_release_is_made_warmer() {
        let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("rigs/catalog");
        let rig = load(&catalog.join("full-ocean-depth-71l.toml")).unwrap();
        let item = load(&catalog.join("items/deep-ctd.toml")).unwrap();
        let terms = load(&catalog.join("procedures/ctd-full-depth.toml")).unwrap();
        let found = Candidates::of(&rig, &item, &terms);
        assert_eq!(found.sites.len(), 24);
        let under = found.list.iter().filter_map(|candidate| match candidate {
            Candidate::Pressure(site, pressure) => Some((found.sites[*site], *pressure)),
            Candidate::Ambient(_) => None,
        });
        let coldest = |salinity: f64| {
            let alike = found.sites.iter().filter(|site| (site.salinity_practical - salinity).abs() < 0.1);
            alike.map(|site| site.temperature_celsius).fold(f64::INFINITY, f64::min)
        };
        // SP 5 freezes at −0.3 °C, nearer to 0 °C than the approach may come; SP 34 at −1.9 °C, at −1.3 °C after release.
        assert!((coldest(5.0) - WARMER_K).abs() < 1e-12, "{}", coldest(5.0));
        assert!(coldest(34.0).abs() < 1e-12, "{}", coldest(34.0));
        let highest = under.map(|(_, pressure)| pressure).fold(0.0, f64::max);
        assert!((112.7..117.5).contains(&highest), "{highest}");
    }
}
