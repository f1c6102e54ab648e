/// The most frequent English words and punctuation marks, which METEOR weights less than content words.
enum FunctionWords {
    static let english = Set(
        """
        a about after all also an and are as at be been but by can could first for from had has have he her his i if in
        into is it its last more new no not of on one or other out over people s said she so some than that the their
        there they this time to two up was we were what when which who will with would year years you
        . , : ? ' " ( ) - -- $ 's 't -lrb- -rrb- \u{201C} \u{201D} \u{2019} \u{2014}
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
