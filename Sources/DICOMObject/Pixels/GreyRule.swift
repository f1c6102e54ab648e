/// How much of a film a table or a window must show as grey to be used; everything else is pure black or pure white.
///
/// The display attributes of a device are believed unless they leave nothing to read. What is measured is the share of
/// the film's pixels, without padding and without flat borders (`FilmValues.greyShare`), so that a large black border
/// does not count against a window of high contrast. The windows of all our sample films and of the chest films at hand
/// show nearly 100 %. A window that is not meant (width 1, beyond the values) shows none; that of an 8-bit copy over 12-bit
/// pixels shows 16 % to 56 % of sample films, over 10-bit pixels 19 % to 63 %, and most of them below half. A wrong window
/// that is kept makes a draft of a white rectangle; a right one that is passed over only lowers the contrast and is spoken
/// of. So half is asked, although a CT in a window of 100 HU shows less: a CT is never drafted from.
///
/// A substitute, which is used because what comes before it was passed over, must show two thirds: no device has displayed
/// the film through it, and a window beside a table follows only the steep middle of its curve and cuts off the rest.
enum GreyRule {
    static let least = 0.5
    /// Of a Modality LUT, which is stretched to its range and whose curve may be steep.
    static let leastOfModality = 0.15
    static let leastOfSubstitute = 2.0 / 3

    /// Throws if the share is too small; nil, of a film without pixels to judge by, is not.
    static func requirePicture(
        _ share: Double?, isSubstitute: Bool = false, least: Double = least
    ) throws(PassedOver) {
        guard let share else { return }
        let percent = Int((share * 100).rounded(.down))
        if share < least {
            throw PassedOver(reason: "it shows nearly all of the film as black or white, \(percent) % as grey")
        }
        if isSubstitute, share < leastOfSubstitute {
            throw PassedOver(reason: "it shows only \(percent) % of the film as grey, too little for a substitute")
        }
    }
}
