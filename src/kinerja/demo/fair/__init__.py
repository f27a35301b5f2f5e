"""How the sample city assesses: meetings, objections, teams, a feedback round, a competence round."""
