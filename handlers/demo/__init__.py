"""A candidate's phone beside the recruiter's queue, on a clock that can be moved."""
