"""Pages as files, by the programs that people write resumes with."""
