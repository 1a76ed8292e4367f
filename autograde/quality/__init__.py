"""The measure of the judgement: right answers, named mistakes and mutants, each judged for real."""
