//! The edge: everything that knows Discord. serenity and twilight are named only in here.
