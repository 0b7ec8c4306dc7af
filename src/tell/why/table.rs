//! Tables of what links can say.

/// A line of a table.
pub struct Row {
    /// How much it matters, 0 most.
    pub rank: u8,
    pub english: &'static str,
    pub chinese: &'static str,
}

/// Declares a table's lines: name, rank, and the clause in both languages. A table can take up another one as a variant.
macro_rules! table {
    ($table:ident $(with $other:ident)?
     { $($what:ident, $rank:literal, $english:literal, $chinese:literal;)+ }) => {
        /// What happened to the message in a step. Within one step it is told in this order.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum $table { $($other($other),)? $($what,)+ }

        impl $table {
            pub const fn row(self) -> &'static $crate::tell::why::table::Row {
                match self {
                    $(Self::$other(other) => other.row(),)?
                    $(Self::$what => {
                        &$crate::tell::why::table::Row { rank: $rank, english: $english, chinese: $chinese }
                    })+
                }
            }
        }
    };
}

pub(super) use table;
