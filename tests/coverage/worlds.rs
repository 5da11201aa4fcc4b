//! The worlds that units are drawn from: as the budget foresees them, and against it.

use hadal::plan::{Plan, Plant};
use hadal_rigs::description::Item;
use hadal_sim::points::{SealStep, Unforeseen};
use hadal_sim::scenario::Spread;
use hadal_sim::{Plugins, Scenario, Tails};
use std::path::{Path, PathBuf};

/// The shipped rig, procedure, item and scenario.
pub(crate) struct Shipped {
    pub(crate) plan: Plan,
    pub(crate) items: Vec<Item>,
    pub(crate) scenario: Scenario,
}

/// A path from the root of the repository.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

pub(crate) fn shipped() -> Shipped {
    shipped_with("ctd-full-depth.toml")
}

/// With another of the shipped procedures.
pub(crate) fn shipped_with(procedure: &str) -> Shipped {
    let procedure = path("rigs/catalog/procedures").join(procedure);
    let plan = Plan::load(&procedure, &path("rigs/catalog/full-ocean-depth-71l.toml")).unwrap();
    let Plant::Twin(scenario) = plan.plant(&Plugins::default()).unwrap() else {
        unreachable!("the shipped rig is a twin")
    };
    let items = plan.items.iter().map(|item| item.value.clone()).collect();
    Shipped { plan, items, scenario: *scenario }
}

/// How a world stands to the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every error is as large and as distributed as the budget says.
    Foreseen,
    /// References and bottles err with Student's distribution, three degrees of freedom, of the stated scale.
    HeavyTails,
    /// The water at the reference thermometers is a millikelvin warmer than at the item, always.
    SharedBathError,
    /// An item's noise hangs together from reading to reading.
    AutocorrelatedNoise,
    /// Cells whose jackets are used up within 30 MPa: no power series in pressure follows that.
    FadingJacket,
    /// A seal of the cell gives way at 60 MPa.
    SealStep,
}

impl Kind {
    pub(crate) const AGAINST_THE_BUDGET: [Self; 5] = [
        Self::HeavyTails,
        Self::SharedBathError,
        Self::AutocorrelatedNoise,
        Self::FadingJacket,
        Self::SealStep,
    ];

    /// As the page says it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Foreseen => "as the budget foresees it",
            Self::HeavyTails => {
                "heavy tails: errors of references and bottles of the stated scale, but Student's with 3 degrees of freedom"
            }
            Self::SharedBathError => "a bath error of 1 mK that all points share and no budget knows",
            Self::AutocorrelatedNoise => {
                "noise of the item with a correlation of 0.9 from reading to reading"
            }
            Self::FadingJacket => "a cell's jacket that fades within 10 to 30 MPa",
            Self::SealStep => "a cell's seal that gives way at 60 MPa: conductivity 5e-5 lower beyond",
        }
    }

    pub(crate) fn unforeseen(self) -> Unforeseen {
        let none = Unforeseen::default();
        match self {
            Self::Foreseen | Self::FadingJacket => none,
            Self::HeavyTails => Unforeseen { tails: Tails::Student3, ..none },
            Self::SharedBathError => Unforeseen { bath_error_k: 1e-3, ..none },
            Self::AutocorrelatedNoise => Unforeseen { noise_autocorrelation: 0.9, ..none },
            Self::SealStep => {
                Unforeseen { seal: Some(SealStep { at_mpa_sea: 60.0, relative: -5e-5 }), ..none }
            }
        }
    }

    pub(crate) fn scenario(self, shipped: &Scenario) -> Scenario {
        let mut scenario = shipped.clone();
        if self == Self::FadingJacket {
            scenario.sbe_37.cell.jacket_fading_mpa = Spread::Uniform { low: 10.0, high: 30.0 };
        }
        scenario
    }
}
