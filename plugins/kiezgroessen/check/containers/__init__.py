"""What a file says beside what it shows: its containers are walked, nothing in them is decoded.

Each walker takes bytes and gives what it found. A walker that does not know its way says so: silence means clean.
"""
