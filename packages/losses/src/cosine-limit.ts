/**
 * Beyond ±this a margin's curve goes on as its tangent. The slope of cos(θ + m), sin(θ + m) / sin θ, is infinite at cos θ = ±1; here,
 * 0.08° from there, it is at most 708, and one float32 step of the cosine still changes sin θ by only 3 %.
 */
export const COSINE_LIMIT = 1 - 1e-6;
