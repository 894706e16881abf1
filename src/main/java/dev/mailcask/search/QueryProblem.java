package dev.mailcask.search;

import org.jspecify.annotations.Nullable;

/// What cannot be understood of a query, or hardly as it was meant.
///
/// @param at where the part begins, in chars from 0
/// @param length of the part, 0 where something is missing
/// @param problem what is wrong with it, in lower case and without a full stop
/// @param hint what to do, one imperative sentence in lower case
/// @param suggestion what was probably meant to stand there instead, or null
public record QueryProblem(
    int at, int length, String problem, String hint, @Nullable String suggestion) {}
