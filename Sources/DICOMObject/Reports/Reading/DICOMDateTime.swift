import FoundationEssentials
import Glibc

/// A Date Time (VR DT, PS3.5 6.2): `YYYYMMDDHHMMSS.FFFFFF&ZZXX`, where everything after the year is optional.
struct DICOMDateTime {
    let date: Date

    /// Returns nil if the text is not a Date Time. Missing parts count as the first month, day or hour.
    ///
    /// - Parameter zone: the offset from Coordinated Universal Time of the enclosing object, `&ZZXX`, used if the text
    ///   has none; without either, the machine's local time applies.
    init?(_ text: String, zone: String?) {
        guard let match = text.wholeMatch(of: /(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\.\d{1,6})?([+-]\d{4})?/)
        else { return nil }
        func number(_ part: Substring?, _ missing: Int32) -> Int32 { part.flatMap { Int32($0) } ?? missing }
        var parts = tm()
        parts.tm_year = number(match.1, 1900) - 1900
        parts.tm_mon = number(match.2, 1) - 1
        parts.tm_mday = number(match.3, 1)
        parts.tm_hour = number(match.4, 0)
        parts.tm_min = number(match.5, 0)
        parts.tm_sec = min(number(match.6, 0), 59)  // 60 is a leap second
        guard parts.tm_year >= 0, (0...11).contains(parts.tm_mon), (1...31).contains(parts.tm_mday),
            (0...23).contains(parts.tm_hour), (0...59).contains(parts.tm_min)
        else { return nil }
        parts.tm_isdst = -1
        let fraction = match.7.flatMap { Double("0\($0)") } ?? 0
        let seconds =
            if let offset = Self.seconds(ofZone: match.8.map(String.init) ?? zone) {
                timegm(&parts) - offset
            } else {
                mktime(&parts)
            }
        date = Date(timeIntervalSince1970: Double(seconds) + fraction)
    }

    /// `+HHMM` or `-HHMM` in seconds; nil for anything else.
    private static func seconds(ofZone zone: String?) -> Int? {
        guard let match = zone?.wholeMatch(of: /([+-])(\d\d)(\d\d)/), let hours = Int(match.2),
            let minutes = Int(match.3)
        else { return nil }
        return (hours * 60 + minutes) * (match.1 == "-" ? -60 : 60)
    }
}
