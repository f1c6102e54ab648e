import Foundation

/// Student's t distribution.
package enum StudentT {
    /// P(T <= t) with the given degrees of freedom, from the incomplete beta function.
    package static func cumulative(_ t: Double, degrees: Double) -> Double {
        let tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
        return t > 0 ? 1 - tail : tail
    }

    /// The t below which a share of the distribution lies; the share is at least 0.5 and below 1.
    package static func quantile(_ share: Double, degrees: Double) -> Double {
        precondition((0.5..<1).contains(share) && degrees > 0, "no quantile of \(share) with \(degrees) degrees")
        var (low, high) = (0.0, 1.0)
        while cumulative(high, degrees: degrees) < share { high *= 2 }
        // 60 halvings exhaust a double's precision.
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if cumulative(middle, degrees: degrees) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Numerical Recipes 6.4).
    private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        // The fraction converges quickly below the mean, and I_x(a, b) = 1 - I_(1-x)(b, a).
        return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            for term in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 / kept(1 + term * d)
                c = kept(1 + term / c)
                result *= c * d
            }
            if abs(c * d - 1) < 1e-15 { break }
        }
        return result
    }
}
