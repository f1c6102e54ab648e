/// How much of a film a table or a window must show as grey to be used; everything else is pure black or pure white.
///
/// The display attributes of a device are believed unless they leave nothing to read. What is measured is the share of
/// the film's pixels, without padding and without flat borders (`FilmValues.greyShare`), so that a large black border
/// does not count against a window of high contrast. The windows of all our sample films and of the chest films at hand
/// show nearly 100 %; the least of all files at hand is 19 %, a CT in a window of 100 HU. A window that is not meant
/// (width 1, beyond the values) shows none, that of an 8-bit copy over 12-bit pixels 3 % of a typical chest film: on 97
/// of 100 films of ChestX-ray14 less than 15 %. `least` stands between the two, as high as what is meant allows: a wrong
/// window that is kept makes a draft of a white rectangle, a right one that is passed over only lowers the contrast and
/// is spoken of.
///
/// A substitute, which is used because what comes before it was passed over, must show two thirds: no device has displayed
/// the film through it, and a window beside a table follows only the steep middle of its curve and cuts off the rest.
enum GreyRule {
    static let least = 0.15
    static let leastOfSubstitute = 2.0 / 3

    /// Throws if the share is too small; nil, of a film without pixels to judge by, is not.
    static func requirePicture(_ share: Double?, isSubstitute: Bool) throws(PassedOver) {
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
