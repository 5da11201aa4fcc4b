//! How large a fault is: the one number of an effect that grows when the fault comes as a drift.

use super::Effect;

impl Effect {
    /// Whether it has a size, so that it can come as a drift.
    pub fn has_size(&self) -> bool {
        matches!(self, Self::Plugin { .. }) || self.clone().size().is_some()
    }

    /// The effect at this share of its size. That of a plugin is scaled by the plugin itself.
    pub(super) fn grown(&self, share: f64) -> Self {
        let mut grown = self.clone();
        if let Some(size) = grown.size() {
            *size *= share;
        }
        grown
    }

    /// None where it is there or not, where it happens in one moment, or where it has a rate of its own.
    fn size(&mut self) -> Option<&mut f64> {
        match self {
            Self::PumpRunaway { flow_ml_per_min: size }
            | Self::Leak { ml_per_min_at_100_mpa: size }
            | Self::HeaterStuck { power_w: size }
            | Self::ReleaseStuckOpen { share: size }
            | Self::SuctionClogged { share: size }
            | Self::PressureReferenceOffset { offset_mpa: size }
            | Self::PlcPressureOffset { offset_mpa: size }
            | Self::ThermometerOffset { offset_k: size, .. }
            | Self::SalinometerOffset { offset_practical: size }
            | Self::CellOffset { offset_hz: size, .. }
            | Self::BubbleInCell { share: size, .. }
            | Self::FouledCell { share: size, .. }
            | Self::IceInCell { share: size, .. }
            | Self::GarbledBytes { probability: size, .. }
            | Self::TruncatedReply { probability: size, .. }
            | Self::DuplicatedReply { probability: size, .. }
            | Self::LostReply { probability: size, .. }
            | Self::WrongAddress { probability: size, .. }
            | Self::LateReply { delay_s: size, .. } => Some(size),
            Self::ReleaseBlocked
            | Self::SealSlip { .. }
            | Self::FloodedHousing { .. }
            | Self::PowerCut
            | Self::JacketFailed
            | Self::ChillerLost
            | Self::StirrerStopped
            | Self::HardTripDefeated
            | Self::InstrumentSilent { .. }
            | Self::LinkLost { .. }
            | Self::ClockSkew { .. }
            | Self::FrozenReading { .. }
            | Self::OperatorStop
            | Self::Plugin { .. } => None,
        }
    }
}
