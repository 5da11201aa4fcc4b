//! The books of water, salt and energy: everything that crossed the boundary, to be compared with what is inside.

use super::crossing::{ENERGY, MASS, SALT};
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

    /// Salt, energy and mass that crossed the boundary at these rates, positive inward.
    pub(super) fn crossed(&mut self, rates: &[f64; 3], seconds: f64) {
        self.water.enter((rates[MASS] - rates[SALT]) * seconds);
        self.salt.enter(rates[SALT] * seconds);
        self.energy.enter(rates[ENERGY] * seconds);
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
        ledger.crossed(&[0.05, 0.0, 0.55], 2.0);
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
