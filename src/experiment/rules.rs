//! What every design keeps, whatever it costs: what tells coefficients apart, and what shows that something is wrong.

use super::candidates::{Candidate, Candidates, Site};
use hadal_rigs::description::Leg;
use std::collections::BTreeSet;

/// Legs in water that was there before, after water of another temperature: two degrees of freedom of pure repetition,
/// bottles and bath made anew.
const REPLICATES: usize = 2;
/// Temperatures: one more than the thermistor has coefficients, so that its lack of fit would show.
const TEMPERATURES: usize = 5;
/// Widest gap between neighbouring temperatures, K: lack of fit could hide in a wider one.
const WIDEST_GAP_K: f64 = 10.0;
/// Pressures above ambient: one more than the highest power of pressure in any equation.
const PRESSURES: usize = 4;
/// Widest gap between neighbouring pressures, as a share of the highest.
const WIDEST_GAP_SHARE: f64 = 0.4;
/// Waters under pressure, at temperatures of their own: whether pressure acts alike in both is lack of fit as well.
const WATERS_UNDER_PRESSURE: usize = 2;
/// Temperatures nearer than this are one, K.
const SAME_K: f64 = 2.0;
/// Set points this near to a bound reach it.
const NEAR: f64 = 0.75;
/// Most legs of a design.
const MOST_LEGS: usize = 30;

/// The rules, for the candidates of one rig and item.
///
/// Every leg under pressure rises and falls through its pressures by construction, so that both branches are always
/// there.
#[derive(Clone, Debug)]
pub struct Rules {
    coldest_celsius: f64,
    warmest_celsius: f64,
    freshest_practical: f64,
    saltiest_practical: f64,
    deep_freshest_practical: f64,
    deep_saltiest_practical: f64,
    highest_mpa_sea: f64,
}

/// What there must be, for messages.
pub fn in_words() -> String {
    format!(
        "{TEMPERATURES} temperatures, {REPLICATES} replicates, {WATERS_UNDER_PRESSURE} waters under pressure and {PRESSURES} pressures"
    )
}

impl Rules {
    /// Designs must span what the candidates span: a calibration holds between its points, not beyond.
    pub fn of(candidates: &Candidates) -> Self {
        let sites = |deep: bool| {
            let chosen = candidates.list.iter().filter_map(move |candidate| match candidate {
                Candidate::Ambient(site) => (!deep).then_some(*site),
                Candidate::Pressure(site, _) => deep.then_some(*site),
            });
            chosen.filter_map(|site| candidates.sites.get(site))
        };
        let celsius = span(candidates.sites.iter().map(|site| site.temperature_celsius));
        let surface = span(sites(false).map(|site: &Site| site.salinity_practical));
        let deep = span(sites(true).map(|site: &Site| site.salinity_practical));
        Self {
            coldest_celsius: celsius.0,
            warmest_celsius: celsius.1,
            freshest_practical: surface.0,
            saltiest_practical: surface.1,
            deep_freshest_practical: deep.0,
            deep_saltiest_practical: deep.1,
            highest_mpa_sea: candidates.highest_mpa_sea,
        }
    }

    /// Whether legs keep them.
    pub fn hold(&self, legs: &[Leg]) -> bool {
        let under: Vec<&Leg> = legs.iter().filter(|leg| leg.pressures_mpa_sea.len() > 1).collect();
        let all: Vec<&Leg> = legs.iter().collect();
        let deepest = |leg: &&Leg| span(leg.pressures_mpa_sea.iter().copied()).1;
        legs.len() <= MOST_LEGS
            && replicates(legs) >= REPLICATES
            && temperatures(&all) >= TEMPERATURES
            && temperatures(&under) >= WATERS_UNDER_PRESSURE
            && pressures(&under) >= PRESSURES
            && widest_gap(legs.iter().map(|leg| leg.temperature_celsius)) <= WIDEST_GAP_K
            && widest_gap(under.iter().flat_map(|leg| leg.pressures_mpa_sea.iter().copied()))
                <= WIDEST_GAP_SHARE * self.highest_mpa_sea
            && under.iter().all(|leg| deepest(leg) >= self.highest_mpa_sea - NEAR)
            && reach(&all, |leg| leg.temperature_celsius, (self.coldest_celsius, self.warmest_celsius))
            && reach(&all, |leg| leg.salinity_practical, (self.freshest_practical, self.saltiest_practical))
            && reach(
                &under,
                |leg| leg.salinity_practical,
                (self.deep_freshest_practical, self.deep_saltiest_practical),
            )
    }
}

/// Least and greatest.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn reach(legs: &[&Leg], of: impl Fn(&Leg) -> f64, (least, most): (f64, f64)) -> bool {
    let (low, high) = span(legs.iter().map(|leg| of(leg)));
    low <= least + NEAR && high >= most - NEAR
}

/// Legs in water that an earlier leg had, with a leg of another temperature in between.
fn replicates(legs: &[Leg]) -> usize {
    let same = |one: f64, other: f64, within: f64| (one - other).abs() < within;
    let made_anew = |index: &usize| {
        let leg = &legs[*index];
        let is_alike = |other: &Leg| {
            same(other.temperature_celsius, leg.temperature_celsius, 1e-6)
                && same(other.salinity_practical, leg.salinity_practical, 1e-6)
        };
        let last = legs[..*index].iter().rposition(is_alike);
        last.is_some_and(|last| {
            legs[last..*index].iter().any(|b| !same(b.temperature_celsius, leg.temperature_celsius, SAME_K))
        })
    };
    (0..legs.len()).filter(made_anew).count()
}

/// Largest difference between neighbours.
fn widest_gap(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max)
}

fn temperatures(legs: &[&Leg]) -> usize {
    let mut celsius: Vec<f64> = legs.iter().map(|leg| leg.temperature_celsius).collect();
    celsius.sort_by(f64::total_cmp);
    celsius.dedup_by(|next, before| (*next - *before).abs() < SAME_K);
    celsius.len()
}

/// Different pressures above ambient.
fn pressures(legs: &[&Leg]) -> usize {
    let under = legs.iter().flat_map(|leg| &leg.pressures_mpa_sea).filter(|pressure| **pressure > 0.0);
    under.map(|pressure| pressure.to_bits()).collect::<BTreeSet<u64>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::candidates::leg;

    fn water(temperature_celsius: f64, salinity_practical: f64) -> Site {
        Site { temperature_celsius, salinity_practical }
    }

    fn candidates() -> Candidates {
        let sites = vec![water(0.0, 5.0), water(32.0, 38.0), water(1.0, 34.0), water(5.0, 36.0)];
        let list = vec![
            Candidate::Ambient(0),
            Candidate::Ambient(1),
            Candidate::Pressure(2, 114.0),
            Candidate::Pressure(3, 114.0),
        ];
        Candidates { sites, list, highest_mpa_sea: 114.0 }
    }

    fn kept() -> Vec<Leg> {
        let ambient =
            [(0.0, 5.0), (8.0, 20.0), (16.0, 35.0), (32.0, 38.0), (24.0, 35.0), (8.0, 20.0), (0.0, 5.0)];
        let ambient = ambient.map(|(t, s)| leg(water(t, s), &[], ""));
        let under =
            [leg(water(1.0, 34.0), &[29.0, 57.0, 86.0, 114.0], ""), leg(water(5.0, 36.0), &[114.0], "")];
        ambient.into_iter().chain(under).collect()
    }

    #[test]
    fn a_design_without_any_one_of_what_is_kept_is_refused() {
        let rules = Rules::of(&candidates());
        assert!(rules.hold(&kept()));
        let without = |spoil: &dyn Fn(&mut Vec<Leg>)| {
            let mut legs = kept();
            spoil(&mut legs);
            rules.hold(&legs)
        };
        assert!(!without(&|legs| legs[6].salinity_practical = 35.0), "one replicate");
        assert!(!without(&|legs| legs.swap(1, 4)), "a replicate right after its like");
        assert!(!without(&|legs| legs[2].temperature_celsius = 24.0), "a gap of temperatures");
        assert!(!without(&|legs| legs[3].temperature_celsius = 26.0), "no warm water");
        assert!(!without(&|legs| legs[3].salinity_practical = 35.0), "no salty water");
        assert!(!without(&|legs| legs[8].pressures_mpa_sea[1] = 86.0), "not deep enough");
        assert!(!without(&|legs| legs[8].temperature_celsius = 2.0), "one temperature under pressure");
        assert!(!without(&|legs| legs[8].salinity_practical = 34.0), "one salinity under pressure");
        assert!(
            !without(&|legs| legs[7] = leg(water(1.0, 34.0), &[57.0, 86.0, 114.0], "")),
            "three pressures"
        );
        let shallow = leg(water(1.0, 34.0), &[14.0, 29.0, 43.0, 114.0], "");
        assert!(!without(&|legs| legs[7] = shallow.clone()), "a gap of pressures");
    }
}
