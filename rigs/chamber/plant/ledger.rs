//! The books of water, salt and energy: everything that crossed the boundary, to be compared with what is inside.

use super::layer::Parcel;
use serde::{Deserialize, Serialize};

/// How well the books close: (content now − content at the start − net inflow) / summed absolute flows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balance {
    /// Water, relative to all water that moved in or out.
    pub water: f64,
    /// Salt, likewise.
    pub salt: f64,
    /// Internal energy of water, wall and jacket, relative to all heat, work and enthalpy that moved.
    pub energy: f64,
}

/// A compensated sum (Neumaier, Z. angew. Math. Mech. 54, 1974), so that days of steps add no rounding of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sum {
    value: f64,
    lost: f64,
}

impl Sum {
    fn add(&mut self, term: f64) {
        let next = self.value + term;
        self.lost += if self.value.abs() >= term.abs() {
            (self.value - next) + term
        } else {
            (term - next) + self.value
        };
        self.value = next;
    }
    fn total(&self) -> f64 {
        self.value + self.lost
    }
}

/// One conserved quantity's account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Account {
    opening: f64,
    net: Sum,
    turnover: Sum,
}

impl Account {
    fn enter(&mut self, amount: f64) {
        self.net.add(amount);
        self.turnover.add(amount.abs());
    }
    fn residual(&self, content: f64) -> f64 {
        let gap = (content - self.opening) - self.net.total();
        gap / self.turnover.total().max(f64::MIN_POSITIVE)
    }
}

/// The three accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Ledger {
    water: Account,
    salt: Account,
    energy: Account,
}

/// What is inside at one moment: kg, kg, J.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    pub(super) water_kg: f64,
    pub(super) salt_kg: f64,
    pub(super) energy_j: f64,
}

impl Ledger {
    pub(super) fn open(content: &Content) -> Self {
        let account = |opening| Account { opening, ..Account::default() };
        Self {
            water: account(content.water_kg),
            salt: account(content.salt_kg),
            energy: account(content.energy_j),
        }
    }

    /// Water that came in during a step in which pressure rose by `rise_pa`.
    pub(super) fn came_in(&mut self, parcel: &Parcel, rise_pa: f64) {
        self.water.enter(parcel.water_kg);
        self.salt.enter(parcel.salt_kg);
        self.energy.enter(parcel.energy_j(rise_pa));
    }

    /// Water that went out.
    pub(super) fn went_out(&mut self, parcel: &Parcel, rise_pa: f64) {
        self.water.enter(-parcel.water_kg);
        self.salt.enter(-parcel.salt_kg);
        self.energy.enter(-parcel.energy_j(rise_pa));
    }

    /// Heat or work received, J; negative when given away.
    pub(super) fn received(&mut self, joule: f64) {
        self.energy.enter(joule);
    }

    pub(super) fn balance(&self, content: &Content) -> Balance {
        Balance {
            water: self.water.residual(content.water_kg),
            salt: self.salt.residual(content.salt_kg),
            energy: self.energy.residual(content.energy_j),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_kilogram_shows() {
        let mut ledger = Ledger::open(&Content { water_kg: 70.0, salt_kg: 2.5, energy_j: 0.0 });
        ledger.came_in(&Parcel { water_kg: 1.0, salt_kg: 0.1, ..Parcel::default() }, 0.0);
        let balance = ledger.balance(&Content { water_kg: 71.0, salt_kg: 2.5, energy_j: 0.0 });
        assert!(balance.water.abs() < 1e-12);
        assert!((balance.salt + 1.0).abs() < 1e-12);
    }

    #[test]
    fn compensated_sum_keeps_small_terms() {
        let mut sum = Sum::default();
        sum.add(1e16);
        for _ in 0..1000 {
            sum.add(0.1);
        }
        sum.add(-1e16);
        assert!((sum.total() - 100.0).abs() < 1e-9, "{}", sum.total());
    }
}
